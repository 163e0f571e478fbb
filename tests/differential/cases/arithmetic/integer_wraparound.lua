-- Shows that integer arithmetic wraps around at 64 bits (manual 3.4.1).
local max, min = math.maxinteger, math.mininteger
print(max + 1 == min, min - 1 == max, max * 2, min * 2)
print(max * max, min * min, min * -1, -min, max * min)
print(max + max, min + min, max - min, min - max)
local x = 1
for i = 1, 70 do x = x * 3 end
print(x)
local h = 0
for i = 1, 50 do h = h * 31 + i * 1000003 end
print(h)
