-- Shows locals and parameters that hide standard functions and libraries.
local function f(print, type) return print + type end
print(f(1, 2))
do local tostring, ipairs, pairs = 1, 2, 3 print(tostring + ipairs + pairs) end
local function g(table) table[1] = "x" return #table, table end
print((g({})))
for string = 1, 2 do io.write(string, " ") end print(string.rep("y", 2))
local old = type
local function type(x) return "my " .. old(x) end
print(type(1), old(1))
local select = function(...) return "mine", ... end
print(select("#", 1))
local error = function(m) return "no error: " .. m end
print(error "x", pcall(error, "y"))
local pcall = function(f, ...) return "unprotected", f(...) end
print(pcall(old, {}))
local require, next = 5, function() return nil end
print(require, next({}))
for k in pairs({1}) do io.write(k, "\n") end
