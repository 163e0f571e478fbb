-- Shows metamethods calling other metamethods of the same object.
local mt = {}
mt.__add = function(a, b) return #a + #b end
mt.__len = function(a) return a() end
mt.__call = function(a, x) return a[x or "n"] end
mt.__index = function(a, k) return k == "n" and 3 or nil end
mt.__lt = function(a, b) return #a < (type(b) == "number" and b or #b) end
mt.__concat = function(a, b) return tostring(a) .. "&" .. tostring(b) end
mt.__tostring = function(a) return "obj" .. #a end
local o = setmetatable({}, mt)
print(o + o, #o, o(), o < 4, o < o, o .. o, o .. 1 .. o)
