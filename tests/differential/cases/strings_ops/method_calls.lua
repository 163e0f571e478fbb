-- Shows methods on strings, literals in parentheses and numbers as subjects.
print(("abc"):upper(), ("x"):rep(3), ("%d"):format(5), #("abc"):reverse())
local s = "hello"
print(s:sub(2, 3), s:len(), s:byte(), s:upper():lower(), s:find "l")
print(s.len == string.len, s.upper == string.upper, s.nothing, ("x").rep == string.rep)
print(pcall(function() return s:nothing() end))
print(pcall(function() return (5):type() end))
print(pcall(function() s.x = 1 end))
print(pcall(function() return s.x.y end))
print(s[1], s[-1], s.format == string.format)
