-- Shows ... in calls, tables, assignments and select.
local function count(...) return select("#", ...) end
print(count(), count(nil), count(nil, nil), count(1, nil, 3, nil))
local function f(...)
  local a, b = ...
  local t = {...}
  return a, b, #t, select("#", ...), (...)
end
print(f())
print(f(1))
print(f(1, 2, 3))
local function g(a, ...) return a, ... end
print(g(), g(1), g(1, 2, 3))
print((g(1, 2, 3)))
print(select(-1, 1, 2, 3), select(2, "a", "b", "c"))
print(select(-2, 1, 2, 3))
