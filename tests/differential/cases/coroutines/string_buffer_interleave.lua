-- Shows two generators merged in order.
local function sorted(t)
  table.sort(t)
  return coroutine.wrap(function() for _, v in ipairs(t) do coroutine.yield(v) end end)
end
local function merge(a, b)
  return coroutine.wrap(function() local x, y = a(), b() while x or y do if not y or (x and x <= y) then coroutine.yield(x) x = a() else coroutine.yield(y) y = b() end end end)
end
local out = {}
for v in merge(sorted {5, 1, 9, 3}, merge(sorted {2, 8}, sorted {7, 4, 6})) do out[#out + 1] = v end
print(table.concat(out, " "))
