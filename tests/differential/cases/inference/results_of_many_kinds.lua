-- Shows functions that return different kinds and counts of values.
local function f(n)
  if n == 0 then return end
  if n == 1 then return nil end
  if n == 2 then return 1, 2 end
  if n == 3 then return "s" end
  if n == 4 then return {} end
end
for i = 0, 5 do print(i, select("#", f(i)), type((f(i)))) end
local function g(n) if n > 0 then return n end end
print(g(1), g(-1), select("#", g(-1)), (g(-1)), g(-1) == nil)
local function h(n) while n > 0 do n = n - 1 if n == 5 then return "five", n end end end
print(h(10)) print(h(3)) print(select("#", h(3)))
local function k(n) for i = 1, n do if i == 3 then return i * 1.5 end end return n end
print(k(2), k(5), math.type(k(2)), math.type(k(5)))
local a, b = f(2) print(a, b) a, b = f(0) print(a, b) a = f(2) print(a)
print(({f(2)})[2], #{f(2), f(2)})
