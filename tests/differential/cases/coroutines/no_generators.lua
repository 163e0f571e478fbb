-- Yields that go through other functions, and what tells coroutines apart.
local function try(f, ...) print(pcall(f, ...)) end
-- a yield through pcall
local co = coroutine.wrap(function() print(pcall(function() coroutine.yield(1) error("e", 2) end)) coroutine.yield(2) end)
print(co(), co(), co())
local mt = setmetatable({}, {__index = function(t, k) coroutine.yield(k) return k end})
local co4 = coroutine.wrap(function() return mt.x end)
print(co4(), co4())
local co5 = coroutine.wrap(function() for v in function() return (coroutine.yield(1)) end do print(v) end return "end" end)
print(co5(), co5(2), co5(nil))
-- a function that is called inside and outside
local function both(n) coroutine.yield(n) end
local co6 = coroutine.wrap(function() both(1) both(2) end)
co6() try(both, 3) co6()
-- yield as a value
local y = coroutine.yield
local function use(f, ...) return f(...) end
local co7 = coroutine.wrap(function() print(use(y, 5)) print((y(6))) return 7 end)
print(co7(), co7("a"), co7("b"))
-- status of outer ones
local outer, inner
outer = coroutine.create(function() inner = coroutine.create(function() print(coroutine.status(outer), coroutine.status(inner)) coroutine.yield(1) print(pcall(coroutine.close, outer)) end) print(coroutine.resume(inner)) coroutine.yield(2) print(coroutine.resume(inner)) end)
print(coroutine.resume(outer)) print(coroutine.status(outer), coroutine.status(inner)) print(coroutine.resume(outer)) print(coroutine.status(outer), coroutine.status(inner))
