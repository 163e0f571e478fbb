-- Shows sums of floats, order dependent rounding.
local s = 0
for i = 1, 10 do s = s + 0.1 end
print(s, s == 1, s < 1, string.format("%.17g", s))
local h = 0
for i = 1, 1000 do h = h + 1 / i end
print(h, string.format("%.17g", h))
local p = 1
for i = 1, 25 do p = p * i end
print(p, math.type(p))
local q = 1.0
for i = 1, 25 do q = q * i end
print(q, math.type(q))
