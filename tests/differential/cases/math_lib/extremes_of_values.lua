-- What is greatest or least is found by comparing, whatever the values are.
print(math.max("a", "b"), math.min("10", "9"), pcall(math.max, 1, "x"), pcall(math.max, nil), pcall(math.max))
local D = {} D.__index = D D.__lt = function(a, b) return a.v < b.v end
local function new(v) return setmetatable({v=v}, D) end
print(math.max(new(1), new(3), new(2)).v, math.min(new(4), new(2)).v)
local lit = setmetatable({v=1}, {__index = D})
print(pcall(math.max, lit, lit))
print(pcall(function() return math.max(lit, lit) end))
print(math.max(1, 2.5), math.max(3), math.type(math.max(2, 1)), math.max(1.0, 1))
print(math.max("2") .. "x", math.max(5, 7) + 1)
