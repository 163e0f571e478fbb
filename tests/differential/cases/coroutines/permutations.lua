-- Shows permutations generated recursively.
local function permute(a, n)
  n = n or #a
  if n <= 1 then
    coroutine.yield(a)
  else
    for i = 1, n do a[n], a[i] = a[i], a[n] permute(a, n - 1) a[n], a[i] = a[i], a[n] end
  end
end
local count = 0
for p in coroutine.wrap(function() permute {1, 2, 3, 4} end) do count = count + 1
  if count % 6 == 0 then print(table.concat(p, " ")) end
end
print(count)
