-- Shows wrap as an iterator in generic for, ending with no values.
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end end) end
for i, sq in range(4) do io.write(i, ":", sq, " ") end print()
for i in range(0) do print "never" end
local gen = range(1)
print(gen()) print(gen()) print(pcall(gen))
local tree = {v = 4, l = {v = 2, l = {v = 1}, r = {v = 3}}, r = {v = 5}}
local function walk(t) if t then walk(t.l) coroutine.yield(t.v) walk(t.r) end end
for v in coroutine.wrap(function() walk(tree) end) do io.write(v, " ") end print()
