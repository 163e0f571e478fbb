-- Shows ... in every position with nils, none and in nested functions.
local function f(...) local a, b, c = ... return a, b, c, select("#", ...) end
print(f()) print(f(nil, nil)) print(f(1, 2, 3, 4))
local function g(...) local t = {..., "x"} local u = {"x", ...} return #u, t[1], t[2] end
print(g(1, 2, 3)) print(g("only"))
local function h(...)
  local n = 0
  for i, v in ipairs {...} do n = n + v end
  for i = 1, select("#", ...) do n = n + (select(i, ...) or 0) end
  return n
end
print(h(1, 2, 3), h(1, nil, 3))
local function inner(...) local args = {...} return function(...) return #args, select("#", ...) end end
print(inner(1, 2)(3))
local function k(...) if ... then return "first is true", ... end return "first is false", ... end
print(k()) print(k(false, 1)) print(k(0))
local function m(...) return (...) , ... end print(m(1, 2)) print(m())
local function p(...) return ... == nil, not ..., #{...}, (... or "d") end print(p()) print(p(nil)) print(p(5))
local function q(...) local x <const> = ... local y = {n = select("#", ...), ...} return x, y.n, y[1] end print(q(7, 8))
print((function(...) return ... end)(1, 2), (function(...) return ... end)(3, 4))
print(pcall(function(...) error(..., 0) end, "from vararg")) print(math.max(...  or 1, 2)) print(... == nil)
