-- Without `__le`, the order is that of `__lt`, if a metatable has that: an instance with a metatable of its own has none.
local Shared = {}
Shared.__index = Shared
function Shared.new(v) return setmetatable({ v = v }, Shared) end
function Shared.__lt(a, b) return (a.v or 0) < (b.v or 0) end
local Own = {}
function Own.new(v) return setmetatable({ v = v }, { __index = Own }) end
function Own.__lt(a, b) return a.v < b.v end
local a, b, c, d = Shared.new(1), Shared.new(2), Own.new(1), Own.new(2)
print(a < b, a <= b, a > b, a >= b, a <= a)
print(pcall(function() return c < d end))
print(pcall(function() return c <= d end))
print(pcall(function() return c >= d end))
print(pcall(function() return a <= c end))
print(pcall(function() return c <= a end))
print(pcall(math.max, c, d))
print(math.max(a, b).v, math.min(b, a).v)
local list = { Shared.new(3), Shared.new(1), Shared.new(2) }
table.sort(list)
print(list[1].v, list[2].v, list[3].v)
