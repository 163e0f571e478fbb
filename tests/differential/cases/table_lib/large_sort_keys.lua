-- Shows sorting two thousand records by several keys.
local seed = 42
local function rnd(n) seed = (seed * 16807) % 2147483647 return seed % n end
local recs = {}
for i = 1, 2000 do recs[i] = {a = rnd(10), b = rnd(10), i = i} end
table.sort(recs, function(x, y) if x.a ~= y.a then return x.a < y.a end if x.b ~= y.b then return x.b > y.b end return x.i < y.i end)
local sum = 0
for pos, r in ipairs(recs) do sum = (sum * 31 + r.i * pos) % 1000003 end
print(sum, recs[1].a, recs[1].b, recs[2000].a, recs[2000].b, recs[1].i, recs[2000].i)
