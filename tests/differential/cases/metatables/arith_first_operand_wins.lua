-- Shows that the first operand's metamethod is tried first.
local a = setmetatable({}, {__add = function() return "a" end, __mul = function() return "am" end})
local b = setmetatable({}, {__add = function() return "b" end, __sub = function() return "bs" end})
print(a + b, b + a, a * b, b * a, a - b, b - a, 1 + b, b + 1)
print(pcall(function() return a / b end))
print(pcall(function() return a - 1 end))
print(pcall(function() return -a end))
