-- Shows break, return and goto around protected calls inside loops.
local results = {}
for i = 1, 5 do
  local ok, e = pcall(function()
    if i == 2 then error("two", 0) end
    if i == 4 then return "four" end
    for j = 1, 10 do if j == i then return j end end
  end)
  results[#results + 1] = tostring(ok) .. ":" .. tostring(e)
  if i == 4 then break end
end
print(table.concat(results, " "))
