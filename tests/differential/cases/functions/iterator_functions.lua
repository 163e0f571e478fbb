-- Shows stateless and stateful iterators and generic for with them.
local function range(n, m, step)
  step = step or 1
  return function(s, v) v = v + s; if (s > 0 and v <= m) or (s < 0 and v >= m) then return v end end, step, n - step
end
for i in range(1, 5) do io.write(i, " ") end
for i in range(10, 1, -3) do io.write(i, " ") end
print()
local function words(s) local pos = 1 return function()
  local a, b = s:find("%a+", pos)
  if a then pos = b + 1 return s:sub(a, b), a end
end end
for w, at in words("the quick  brown fox") do io.write(w, "@", at, " ") end
print()
local function permgen(a, n)
  n = n or #a
  if n <= 1 then coroutine.yield(table.concat(a)) end
  for i = 1, n do
    a[n], a[i] = a[i], a[n]
    if n > 1 then permgen(a, n - 1) end
    a[n], a[i] = a[i], a[n]
  end
end
for p in coroutine.wrap(function() permgen {"a", "b", "c"} end) do io.write(p, " ") end
print()
