-- Shows coroutines inside coroutines, each yielding to its own resumer.
local function gen(name, n, child)
  return coroutine.wrap(function()
    for i = 1, n do
      coroutine.yield(name .. i)
      if child then for v in child(name .. i) do coroutine.yield(v) end end
    end
  end)
end
local leaf = function(p) return gen(p .. ".", 2) end
local mid = function(p) return gen(p .. "-", 2, leaf) end
for v in gen("r", 2, mid) do io.write(v, " ") end print()
local function depth(n)
  if n == 0 then return "bottom" end
  return coroutine.wrap(function() return n .. depth(n - 1) end)()
end
print(depth(50))
