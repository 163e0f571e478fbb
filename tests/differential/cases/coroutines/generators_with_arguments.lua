local function gen(n) return coroutine.wrap(function(a, b) print("start", a, b) for i = 1, n do local x, y = coroutine.yield(i, i * i) print(x, y) end return "end", n end) end
local g = gen(2) print(g(7, 8)) print(g("x")) print(g("y", "z")) print(pcall(g))
local function walk(t) if t then walk(t.l) coroutine.yield(t.v) walk(t.r) end end
local tree = {v = 2, l = {v = 1}, r = {v = 3}}
for v in coroutine.wrap(function() walk(tree) end) do print(v) end
local co co = coroutine.create(function(a) print(coroutine.status(co)) local b = coroutine.yield(a + 1) error("oops " .. b) end)
print(coroutine.resume(co, 1)) print(coroutine.status(co)) print(coroutine.resume(co, "B")) print(coroutine.status(co), coroutine.resume(co)) print(coroutine.close(co)) print(coroutine.close(co))
local w = coroutine.wrap(function() coroutine.yield() error("in wrap") end) print(select("#", w())) print(pcall(w)) print(pcall(w))
local w2 = coroutine.wrap(function() coroutine.yield(1) error({code = 5}) end) w2() print(select(2, pcall(w2)).code)
local self self = coroutine.wrap(function() coroutine.yield(1) return self() end) self() print(pcall(self))
