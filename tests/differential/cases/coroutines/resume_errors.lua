-- Shows resume of dead, running and wrong values.
local co = coroutine.create(function() end)
print(coroutine.resume(co)) print(coroutine.resume(co))
local self
self = coroutine.create(function() return coroutine.resume(self) end)
print(coroutine.resume(self))
print(coroutine.resume(coroutine.create(function() error("msg") end)))
print(coroutine.resume(coroutine.create(function() error({}) end)) == false)
print(pcall(coroutine.resume, 1)) print(pcall(coroutine.resume))
print(pcall(coroutine.create, 1)) print(pcall(coroutine.create))
print(coroutine.resume(coroutine.create(print), "a", nil))
co = coroutine.create(function() local x = {} return x.a.b end)
print(coroutine.resume(co)) print(coroutine.status(co)) print(coroutine.resume(co))
