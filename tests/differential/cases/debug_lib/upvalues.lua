-- Shows getupvalue and setupvalue by index, names and shared state.
local a, b = 1, 2
local function f() return a + b end
local function g() b = b + 1 return b end
for i = 1, 3 do print(debug.getupvalue(f, i)) end
print(debug.getupvalue(g, 1))
print(debug.setupvalue(f, 1, 10), f(), a)
print(debug.setupvalue(g, 1, 100), g(), f(), b)
print(debug.setupvalue(f, 5, 1), debug.getupvalue(f, 0), debug.getupvalue(f, -1))
print(debug.getupvalue(print, 1), debug.getupvalue(string.gmatch("x", "x"), 1) ~= nil)
print(pcall(debug.getupvalue, 1, 1))
print(pcall(debug.setupvalue, f))
print(pcall(debug.getupvalue, f))
local function h() return print end
print((debug.getupvalue(h, 1)))
print(debug.getinfo(f, "u").nups, debug.getinfo(h, "u").nups, debug.getinfo(function() end, "u").nups)
