-- Shows that metamethods are looked up raw in the metatable, not through its __index.
local base = {__add = function() return "added" end, __tostring = function() return "str" end, hello = "hi"}
local mt = setmetatable({}, {__index = base})
mt.__index = base
local o = setmetatable({}, mt)
print(o.hello)
print(pcall(function() return o + 1 end))
print((tostring(o):gsub("0x%x+", "PTR")))
rawset(mt, "__add", base.__add)
print(o + 1)
