-- Shows the events of tail calls, of which those of library functions leave the caller in place.
local names = {}
local function f (x) if x then print(debug.getinfo(1, "t").istailcall, debug.getinfo(2).func ~= nil) end end
function g(x) return f(x) end
function g1(x) g(x) end
local function h (x) local f=g1; return f(x) end
h(true)
local b = {}
debug.sethook(function (e) table.insert(b, e) end, "cr")
h(false)
debug.sethook()
print(table.concat(b, ", "))
b = {}
debug.sethook(function (e) table.insert(b, e .. tostring(debug.getinfo(2, "t").istailcall)) end, "c")
h(false)
debug.sethook()
print(table.concat(b, ", "))
b = {}
local function str() return tostring(1) end
local function viapcall() return pcall(str) end
local function self(n) if n > 0 then return self(n - 1) end return n end
debug.sethook(function (e) table.insert(b, e .. tostring(debug.getinfo(2, "n").name)) end, "cr")
viapcall() self(2)
debug.sethook()
print(table.concat(b, ", "))
