-- Shows parameters shadowed by locals, loops and inner functions, and assigned.
local function f(a, b)
  local a = a + 1
  for b = b, b + 1 do a = a + b end
  do local b = "inner" a = a .. b end
  local function g(a) return a, b end
  return a, b, g(7)
end
print(f(1, 2))
local function self_shadow(self, self2) local self = self2 return self end
print(self_shadow(1, 2))
local function assign(n) n = n * 2; local k = n; n = nil; return n, k end
print(assign(4))
