-- Shows messages about dead and non-suspended coroutines from resume and wrap.
local w = coroutine.wrap(function() return "once" end)
print(w()) print(pcall(w))
local rec rec = coroutine.wrap(function() return rec() end)
print(pcall(rec))
local co
co = coroutine.create(function() return coroutine.resume(coroutine.create(function() return coroutine.resume(co) end)) end)
print(coroutine.resume(co))
