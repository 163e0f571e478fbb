-- Shows tail calls that pass varargs and return several values.
local function collect(n, ...)
  if n == 0 then return select("#", ...), ... end
  return collect(n - 1, n, ...)
end
print(collect(5))
print(collect(3, "x", nil))
local function apply(f, ...) return f(...) end
print(apply(apply, apply, math.max, 3, 9, 2))
local function swap(n, a, b) if n == 0 then return a, b end return swap(n - 1, b, a) end
print(swap(100001, "a", "b"))
