-- Shows assigning and clearing existing fields while pairs runs.
local t = {}
for i = 1, 20 do t["k" .. i] = i end
local sum, n = 0, 0
for k, v in pairs(t) do
  sum = sum + v; n = n + 1
  if v % 2 == 0 then t[k] = nil else t[k] = v * 10 end
end
print(sum, n)
local left, total = 0, 0
for k, v in pairs(t) do left = left + 1; total = total + v end
print(left, total)
for k in next, t do t[k] = nil end
print(next(t))
local list = {1, 2, 3, 4, 5}
for i in pairs(list) do list[i] = nil end
print(#list, next(list))
