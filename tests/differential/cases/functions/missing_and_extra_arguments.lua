-- Shows that missing parameters are nil and extra arguments dropped, after all are evaluated.
local function f(a, b, c) return tostring(a) .. tostring(b) .. tostring(c) end
print(f(), f(1), f(1, 2), f(1, 2, 3), f(1, 2, 3, 4))
local calls = 0
local function tick() calls = calls + 1; return calls end
print(f(tick(), tick(), tick(), tick(), tick()), calls)
local function g() return "g" end
print(g(tick(), tick()), calls)
print((function(a, a2) return a, a2 end)(1))
print((function(...) local a, b = ... return a, b end)(5))
