-- Shows names of operands in arithmetic errors.
local t = {name = "x"}
local up
print(pcall(function() return t.count + 1 end))
print(pcall(function() return 1 + t.count end))
print(pcall(function() return up * 2 end))
print(pcall(function() local loc; return loc - 1 end))
print(pcall(function() return undefinedglobal / 2 end))
print(pcall(function() return t.name + 1 end))
print(pcall(function() return t[1] + 1 end))
print(pcall(function() return t["a b"] // 1 end))
print(pcall(function() return (t.x) % 1 end))
print(pcall(function() return t + 1 end))
print(pcall(function() return -t end))
print(pcall(function() return -t.y end))
print(pcall(function() return t.a.b + 1 end))
print(pcall(function() return (function() end)() + 1 end))
print(pcall(function() return 2 ^ {} end))
