-- Shows that ... outside a vararg function is an error.
print(load("function f() return ... end", "=src"))
print(load("local function f(a) local g = function() return a, ... end end", "=src"))
print(load("function f(a, ..., b) end", "=src"))
print(load("function f(... a) end", "=src"))
print(load("function f(a,) end", "=src"))
print(load("function f(1) end", "=src"))
print(load("return ...")(1, 2))
print(load("local a, b = ... return b, a")(1, 2))
