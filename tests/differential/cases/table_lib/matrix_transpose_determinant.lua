-- Shows transposing and determinants with nested tables.
local function transpose(m)
  local r = {}
  for j = 1, #m[1] do r[j] = {} for i = 1, #m do r[j][i] = m[i][j] end end
  return r
end
local function det(m)
  local n = #m
  if n == 1 then
    return m[1][1]
  end
  local d = 0
  for c = 1, n do
    local minor = {}
    for i = 2, n do
      local row = {}
      for j = 1, n do if j ~= c then row[#row + 1] = m[i][j] end end
      minor[#minor + 1] = row
    end
    d = d + (c % 2 == 1 and 1 or -1) * m[1][c] * det(minor)
  end
  return d
end
for _, row in ipairs(transpose {{1, 2, 3}, {4, 5, 6}}) do print(table.concat(row, " ")) end
print(det {{2}}, det {{1, 2}, {3, 4}}, det {{2, 0, 1}, {1, 3, 2}, {0, 1, 4}}, det {{1.5, 2}, {3, 4}})
