-- Shows mean, variance, median and simple regressions with exact output.
local data = {2, 4, 4, 4, 5, 5, 7, 9}
local function mean(t) local s = 0 for _, v in ipairs(t) do s = s + v end return s / #t end
local function var(t) local m, s = mean(t), 0 for _, v in ipairs(t) do s = s + (v - m) ^ 2 end return s / #t end
local function median(t)
  local c = {table.unpack(t)}
  table.sort(c)
  local n = #c
  return n % 2 == 1 and c[n // 2 + 1] or (c[n // 2] + c[n // 2 + 1]) / 2
end
print(mean(data), var(data), math.sqrt(var(data)), median(data), median {3, 1, 2})
local sx, sy, sxy, sxx, n = 0, 0, 0, 0, 5
for i = 1, n do local x, y = i, 2.5 * i + 1 sx = sx + x sy = sy + y sxy = sxy + x * y sxx = sxx + x * x end
print((n * sxy - sx * sy) / (n * sxx - sx * sx), (sy - 2.5 * sx) / n)
