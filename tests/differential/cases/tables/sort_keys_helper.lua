-- Shows iterating a hash in sorted order by keys of mixed types.
local t = {b = 1, a = 2, [3] = 3, [1] = 4, [2.5] = 5, [true] = 6}
local keys = {}
for k in pairs(t) do keys[#keys + 1] = k end
table.sort(keys, function(x, y)
  local tx, ty = type(x), type(y)
  if tx ~= ty then return tx < ty end
  if tx == "boolean" then return false end
  return x < y
end)
for _, k in ipairs(keys) do io.write(tostring(k), "=", t[k], " ") end
print()
