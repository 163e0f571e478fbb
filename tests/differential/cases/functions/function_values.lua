-- Shows functions as values: equality, in tables, returned, redefined globals.
local f = function() end
local g = f
print(f == g, f == function() end, type(f), rawequal(f, g))
function globalfn() return "first" end
local saved = globalfn
function globalfn() return "second" end
print(saved(), globalfn(), saved == globalfn)
globalfn = nil
print(pcall(function() globalfn() end))
local t = {function() return 1 end, function() return 2 end, n = function() return 3 end}
print(t[1]() + t[2]() + t.n())
local print2 = print
print = function(...) io.write("wrapped:"); print2(...) end
print("x", 1)
print = print2
