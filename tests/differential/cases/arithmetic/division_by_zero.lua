-- Shows the errors of integer division and modulo by zero.
print(pcall(function() return 1 // 0 end))
print(pcall(function() return 1 % 0 end))
print(pcall(function(a, b) return a // b end, 0, 0))
print(pcall(function(a, b) return a % b end, math.mininteger, 0))
print(pcall(function(a, b) return a % b end, "5", "0"))
print(pcall(function(a, b) return a // b end, 5, "0"))
print(pcall(function(a, b) return a // b end, 5, "0.0"))
