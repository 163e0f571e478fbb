-- Shows numeric methods: square roots by Newton, pi by series, e by series.
local function root(x)
  local g = x / 2
  for i = 1, 50 do local n = (g + x / g) / 2 if n == g then return g, i end g = n end
  return g
end
print(("%.15g"):format(root(2)), ("%.15g"):format(root(144)))
local pi = 0
for k = 0, 15 do pi = pi + 1 / 16 ^ k * (4 / (8 * k + 1) - 2 / (8 * k + 4) - 1 / (8 * k + 5) - 1 / (8 * k + 6)) end
print(("%.14f"):format(pi), pi - math.pi < 1e-12)
local e, f = 1, 1
for i = 1, 20 do f = f * i e = e + 1 / f end
print(("%.15g"):format(e))
local a, b = 0, 2
while b - a > 1e-12 do local m = (a + b) / 2 if m * m * m - m - 2 > 0 then b = m else a = m end end
print(("%.10f"):format(a))
local n, c = 6171, 0
while n ~= 1 do n = n % 2 == 0 and n // 2 or 3 * n + 1 c = c + 1 end
print(c)
