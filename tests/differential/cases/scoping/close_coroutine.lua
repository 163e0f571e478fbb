-- Shows to-be-closed variables in coroutines that yield, end, fail and are closed.
local function res(name) return setmetatable({}, {__close = function(_, e) print("close " .. name, e) end}) end
local co = coroutine.create(function()
  local a <close> = res "a"
  coroutine.yield(1)
  local b <close> = res "b"
  coroutine.yield(2)
  return "end"
end)
print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.resume(co))
co = coroutine.create(function() local x <close> = res "x"; coroutine.yield("y") end)
print(coroutine.resume(co))
print(coroutine.close(co), coroutine.status(co))
co = coroutine.create(function() local x <close> = res "e"; error("failed", 0) end)
print(coroutine.resume(co))
print(coroutine.close(co))
co = coroutine.wrap(function()
  local y <close> = setmetatable({}, {__close = function() coroutine.yield("from close"); print "resumed in close" end})
  return "result"
end)
print(co()) print(co())
