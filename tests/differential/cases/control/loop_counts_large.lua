-- Shows loops of a hundred thousand rounds with several shapes.
local s = 0
for i = 1, 100000 do s = s + i % 7 end
print(s)
local n, c = 100000, 0
while n > 0 do n = n - 1; if n % 3 == 0 then c = c + 1 end end
print(c)
local k, e = 0, 0.0
repeat k = k + 1; e = e + 1 / k until k >= 50000
print(k, string.format("%.10f", e))
local t = {}
for i = 100, 1, -1 do t[#t + 1] = i end
for i, v in ipairs(t) do s = s + i * v end
print(s)
