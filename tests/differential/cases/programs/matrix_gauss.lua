-- Shows solving linear equations by elimination with pivots.
local function solve(a, b)
  local n = #a
  for i = 1, n do
    local p = i
    for r = i + 1, n do
      if math.abs(a[r][i]) > math.abs(a[p][i]) then p = r end
    end
    a[i], a[p] = a[p], a[i]
    b[i], b[p] = b[p], b[i]
    if a[i][i] == 0 then
      return nil, "singular"
    end
    for r = i + 1, n do
      local f = a[r][i] / a[i][i]
      for c = i, n do a[r][c] = a[r][c] - f * a[i][c] end
      b[r] = b[r] - f * b[i]
    end
  end
  local x = {}
  for i = n, 1, -1 do
    local s = b[i]
    for c = i + 1, n do s = s - a[i][c] * x[c]
    end
    x[i] = s / a[i][i]
  end
  return x
end
local x = solve({{2, 1, -1}, {-3, -1, 2}, {-2, 1, 2}}, {8, -11, -3})
for i = 1, 3 do io.write(("%.6f "):format(x[i])) end
print()
print(solve({{1, 2}, {2, 4}}, {1, 2}))
x = solve({{0, 1}, {1, 0}}, {3, 4})
print(x[1], x[2])
