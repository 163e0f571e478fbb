-- Shows that `local function` sees itself and `local f = function` does not.
local function f(n) return n == 0 and "end" or f(n - 1) end
print(f(3))
local g = function(n) return type(g) end
print(g(1))
local h
h = function(n) return n == 0 and "done" or h(n - 1) end
print(h(2))
local function shadow() return 1 end
local function shadow(n) return n == 0 and "self" or shadow(n - 1) end
print(shadow(2))
local old = f
function f() return "replaced" end
print(old(1), f())
