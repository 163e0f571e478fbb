-- Shows that bounds are evaluated once, in order, before the loop.
local log = {}
local function v(x) log[#log + 1] = x; return x end
for i = v(1), v(3), v(1) do log[#log + 1] = "b" .. i end
print(table.concat(log, " "))
local n = 3
for i = 1, n do n = 100; io.write(i, " ") end
print(n)
local t = {1, 2, 3}
for i = 1, #t do t[#t + 1] = i end
print(#t)
for i = (function() return 1, 99 end)(), (function() return 2, 99 end)() do io.write(i, " ") end
print()
