-- Shows very long expressions, argument lists and constructors on one line.
local parts = {} for i = 1, 100 do parts[i] = "(x + " .. i .. ")" end
print(load("local x = 1 return " .. table.concat(parts, " + "))(), load("local x = 2 return " .. table.concat(parts, " - "))())
for i = 1, 100 do parts[i] = "f(" .. i .. ")" end
print(load("local function f(i) return i end return " .. table.concat(parts, " .. "))():len(), select("#", load("local function f(i) return i, i end return " .. table.concat(parts, ", "))()))
for i = 1, 60 do parts[i] = "a and b or" end for i = 61, 100 do parts[i] = nil end
print(load("local a, b = nil, 1 return " .. table.concat(parts, " ") .. " 'last'")())
print(load("return " .. ("{"):rep(50) .. "1" .. ("}"):rep(50))() ~= nil, load("return " .. ("(function() return "):rep(50) .. "7" .. (" end)()"):rep(50))())
print(load("local t = {} t" .. (".x"):rep(1) .. " = {} return t" .. ("['x']"):rep(1))() ~= nil, load("return ('a')" .. (":upper():lower()"):rep(40))())
