-- Shows that __le is not derived from __lt, and comparisons of mixed metatables.
local A = {__lt = function() return "A.lt" end}
local B = {__lt = function() return false end, __le = function() return "B.le" end}
local a, b = setmetatable({}, A), setmetatable({}, B)
print(a < b, b < a, b <= a, a <= b, a >= b, b > a, a > b)
print(pcall(function() return a <= a end))
print(pcall(function() return a < 1, 1 < a end))
print(pcall(function() return a <= "x" end))
