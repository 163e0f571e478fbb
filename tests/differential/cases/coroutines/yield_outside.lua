-- Shows yield outside a coroutine.
print(pcall(coroutine.yield, 1))
print(pcall(function() coroutine.yield() end))
print(coroutine.isyieldable())
local ok, e = pcall(coroutine.yield)
print(ok, e)
