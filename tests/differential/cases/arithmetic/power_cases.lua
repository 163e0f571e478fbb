-- Shows ^ in many corners.
for _, b in ipairs {0, -0.0, 1, -1, 2, -2, 0.5, 1/0, -1/0} do
  local row = {}
  for _, e in ipairs {0, 1, -1, 2, 3, 0.5, -0.5, 1/0, -1/0} do
    local v = b ^ e
    row[#row + 1] = v ~= v and "nan" or tostring(v)
  end
  print(b, table.concat(row, " "))
end
print(10 ^ 15, 10 ^ 16, 3 ^ 40, 2 ^ 62, 7 ^ -3)
