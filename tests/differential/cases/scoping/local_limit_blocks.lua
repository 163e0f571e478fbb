-- Shows that locals of closed blocks do not count towards the limit.
local parts = {}
for b = 1, 5 do
  parts[#parts + 1] = "do\n"
  for i = 1, 150 do parts[#parts + 1] = ("local v%d = %d\n"):format(i, i * b) end
  parts[#parts + 1] = "result = (result or 0) + v150\nend\n"
end
print(pcall(load(table.concat(parts))))
print(result)
