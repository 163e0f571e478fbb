-- Shows sums, products and shifts that leave what small integers hold, in loops, fields, upvalues and recursion.
local x = 1
for i = 1, 70 do x = x * 3 end
print(x)
local f = 1
for i = 1, 25 do f = f * i end
print(f)
local function factorial(n) if n <= 1 then return 1 end return n * factorial(n - 1) end
print(factorial(20), factorial(21), factorial(25), factorial(70))
local a, b = 0, 1
for _ = 1, 100 do a, b = b, a + b end
print(a)
local h = 0
for c in ("hash me, please"):gmatch(".") do h = h * 31 + c:byte() end
print(h)
h = 5381
for i = 1, 50 do h = (h << 5) + h + i end
print(h, h & 0xFFFFFFFF, h % 1000007)
local seed = 42
local function next_random() seed = (seed * 1103515245 + 12345) & 0x7fffffff return seed end
for _ = 1, 3 do io.write(next_random(), " ") end
print()
local state = 88172645463325252
local function xorshift()
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return state
end
for _ = 1, 3 do io.write(xorshift(), " ") end
print()
local t = {v = math.maxinteger}
t.v = t.v + 1
print(t.v, t.v == math.mininteger, t.v - 1)
local n = math.maxinteger - 2
for _ = 1, 4 do n = n + 1 io.write(n, " ") end
print()
local m = math.mininteger
print(-m, m * -1, math.abs(m), m // -1, m % -1, (m + 1) * -1)
local big = 1 << 62
print(big + big, big * 2, big + big + big + big, big - 1 + big, big * big, (big + 0.0) * 4)
local e = 10
for _ = 1, 4 do e = e * e end
print(e, e * 10000, 10 ^ 16 == e, e // 3, e % 7, e / 3)
local s = 0
for i = 1, 10 do s = s + i * i * 1000000007 * 1000000007 end
print(s)
local p = 1
while p > 0 do p = p * 2 end
print(p, p - 1)
local sum = 0
for i = math.maxinteger - 2, math.maxinteger do sum = sum + i end
print(sum)
