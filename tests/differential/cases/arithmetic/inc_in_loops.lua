-- Shows counters that stay integers or become floats.
local i, f, m = 0, 0.0, 0
for _ = 1, 5 do i = i + 1; f = f + 1; m = m + 0.5 end
print(i, f, m, math.type(i), math.type(f), math.type(m))
local n = 10
while n > 1 do n = n / 2 end
print(n)
local k = 1000
while k > 0 do k = k // 3 end
print(k, math.type(k))
local c = 0
repeat c = c - 1 until c <= -5
print(c)
