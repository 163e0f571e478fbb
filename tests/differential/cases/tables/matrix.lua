-- Shows a matrix product with nested lists.
local function matrix(rows, cols, f)
  local m = {}
  for i = 1, rows do
    m[i] = {}
    for j = 1, cols do m[i][j] = f(i, j) end
  end
  return m
end
local function mul(a, b)
  return matrix(#a, #b[1], function(i, j)
    local s = 0
    for k = 1, #b do s = s + a[i][k] * b[k][j] end
    return s
  end)
end
local p = mul(matrix(3, 2, function(i, j) return i + j end), matrix(2, 3, function(i, j) return i * j end))
for i = 1, #p do print(table.concat(p[i], " ")) end
