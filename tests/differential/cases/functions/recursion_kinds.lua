-- Shows recursion of every shape: mutual, in tables, through arguments, tail calls and varargs.
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(10), odd(7), even(10001), odd(100000))
local function ackermann(m, n)
  if m == 0 then return n + 1 elseif n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end
print(ackermann(2, 3))
local function hanoi(n, a, b, c, moves)
  moves = moves or {}
  if n > 0 then hanoi(n - 1, a, c, b, moves) moves[#moves + 1] = a .. c hanoi(n - 1, b, a, c, moves) end
  return moves
end
print(table.concat(hanoi(3, "A", "B", "C"), " "))
local function flatten(t, out)
  out = out or {}
  for _, v in ipairs(t) do if type(v) == "table" then flatten(v, out) else out[#out + 1] = v end end
  return out
end
print(table.concat(flatten{1, {2, {3, {4}}, 5}, {{6}}}, " "))
local function permute(list, n, f)
  n = n or #list
  if n <= 1 then f(list) else for i = 1, n do list[n], list[i] = list[i], list[n] permute(list, n - 1, f) list[n],
    list[i] = list[i], list[n] end end
end
permute({"a", "b", "c"}, nil, function(p) io.write(table.concat(p), " ") end)
print()
local Y = function(f)
  return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end)
end
print(Y(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(10))
local function sum(first, ...) if not first then return 0 end return first + sum(...) end
print(sum(1, 2, 3.5, 4))
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end
print(loop(100000, 0), loop(10, 0.5))
local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end
print(deep(15000))
local function spread(n, ...) if n == 0 then return ... end return spread(n - 1, n, ...) end
print(spread(6))
print(select("#", spread(100)))
local memo = setmetatable({}, {__mode = "k"})
local cache = {}
local function fib(n)
  if n < 2 then return n end
  local c = cache[n]
  if c then return c end
  c = fib(n - 1) + fib(n - 2)
  cache[n] = c
  return c
end
print(fib(80), fib(90))
local obj = {v = 3}
function obj:down() if self.v == 0 then return "zero" end self.v = self.v - 1 return self:down() end
print(obj:down())
local function collatz(n, steps)
  steps = steps or 0
  if n == 1 then return steps end
  if n % 2 == 0 then return collatz(n // 2, steps + 1) end
  return collatz(3 * n + 1, steps + 1)
end
print(collatz(27), collatz(97))
local function gcd(a, b) return b == 0 and a or gcd(b, a % b) end
print(gcd(48, 18), gcd(17, 5), gcd(0, 9), gcd(2.5, 1))
local function tree(d) if d == 0 then return nil end return {left = tree(d - 1), right = tree(d - 1)} end
local function size(t) return t and 1 + size(t.left) + size(t.right) or 0 end
print(size(tree(8)))
print(pcall(function() local function inf(n) return 1 + inf(n + 1) end return inf(1) end) == false,
  select(2, pcall(function() local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k + 1]
    end return t[1] end)) ~= nil)
