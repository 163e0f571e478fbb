-- Shows coroutine bodies sharing and owning upvalues.
local shared, cos = 0, {}
for i = 1, 3 do
  local own = i * 10
  cos[i] = coroutine.wrap(function() while true do own = own + 1; shared = shared + 1; coroutine.yield(own, shared) end end)
end
for round = 1, 2 do for i = 1, 3 do print(cos[i]()) end end
print(shared)
