-- Shows two thousand coroutines alive at once.
local list = {}
for i = 1, 2000 do list[i] = coroutine.wrap(function() local s = i while true do s = s + coroutine.yield(s) end end) end
local sum = 0
for i = 1, 2000 do sum = sum + list[i]() end
for i = 1, 2000 do sum = sum + list[i](i % 3) end
for i = 2000, 1, -1 do sum = sum + list[i](1) end
print(sum)
