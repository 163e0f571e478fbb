-- Shows that only the first result of a metamethod counts, and none gives nil.
local mt = {__add = function() return 1, 2, 3 end, __sub = function() end, __mul = function() return nil end, __unm = function() return false, 1 end,
  __concat = function() return {}, 2 end, __len = function() return 7, 8 end, __index = function() return "i", "j" end,
  __call = function(self, ...) return ... end}
local o = setmetatable({}, mt)
print(o + 1, (o + 1), o - 1, o * 1, -o, #o, o.x)
print(select("#", o + 1), select("#", o - 1), type(o .. "x"), select("#", o.x), select("#", o()))
local t = {o + 1, o + 1}
print(#t, o(1, 2, 3))
