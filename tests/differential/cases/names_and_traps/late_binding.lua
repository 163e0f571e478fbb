-- Shows when names are looked up: globals late, locals by scope, methods at each call.
local function caller() return helper and helper() or "no helper yet" end
print(caller())
function helper() return "global helper" end
print(caller())
local helper = function() return "local helper" end
print(caller(), helper())
local t = {f = function() return 1 end}
local f = t.f
t.f = function() return 2 end
print(f(), t.f())
local fs = {}
for i = 1, 3 do fs[i] = function() return i, t.f() end end
t.f = function() return "late" end
print(fs[1]()) print(fs[3]())
local x = 1
local function readx() return x end
x = 2
print(readx())
do local x = 3 print(readx(), x) end
string.twice = function(s) return s .. s end
print(("ab"):twice())
string.twice = nil
print(pcall(function() return ("ab"):twice() end))
