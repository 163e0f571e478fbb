-- Shows a stack overflow inside a coroutine caught outside and inside.
local function rec() return 1 + rec() end
local ok, e = coroutine.resume(coroutine.create(rec))
print(ok, e:match("stack overflow"))
print(coroutine.resume(coroutine.create(function() local ok, e = pcall(rec) return ok, e:match("stack overflow") end)))
local w = coroutine.wrap(function() coroutine.yield(pcall(rec) == false) return "alive" end)
print(w()) print(w())
