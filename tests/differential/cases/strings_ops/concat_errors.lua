-- Shows concatenation errors with the names of operands.
local t, u = {}, nil
print(pcall(function() return "a" .. nil end))
print(pcall(function() return u .. "a" end))
print(pcall(function() return "a" .. t end))
print(pcall(function() return "a" .. t.x end))
print(pcall(function() return t.x.y .. "a" end))
print(pcall(function() return "a" .. true .. "b" end))
print(pcall(function() return 1 .. {} end))
print(pcall(function() return "a" .. "b" .. undefinedname .. "c" end))
print(pcall(function() return "a" .. (function() end) end))
print(pcall(function() local x = "p" return x .. x .. u end))
