-- Shows metatables for functions, numbers, booleans and nil set by the debug library.
debug.setmetatable(print, {__index = {name = "fn"}, __add = function(f, g) return function(x) return g(f(x)) end end, __concat = function() return "fcat" end})
local inc, dbl = function(x) return x + 1 end, function(x) return x * 2 end
print((inc + dbl)(5), (dbl + inc)(5), print.name, inc .. dbl)
debug.setmetatable(print, nil)
debug.setmetatable(0, {__index = math, __call = function(n, x) return n * x end, __len = function(n) return n // 1 end})
print((4):sqrt(), (2)(21), #5.7, (9.5):floor())
debug.setmetatable(0, nil)
debug.setmetatable(nil, {__index = function(_, k) return nil end, __add = function(a, b) return "nil add" end})
local n
print(n.x, n.x.y.z, n + 1, 1 + n)
debug.setmetatable(nil, nil)
print(pcall(function() return n.x end))
debug.setmetatable(true, {__index = function(b, k) return tostring(b) .. "." .. k end, __bnot = function(b) return not b end})
print((true).x, (false).y, ~true)
debug.setmetatable(true, nil)
