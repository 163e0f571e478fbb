-- Shows a coroutine closing others, and its own ancestors being refused.
local function mk(name)
  return coroutine.create(function() local c <close> = setmetatable({}, {__close = function() print("closed " .. name) end}) coroutine.yield(name) end)
end
local a, b = mk "a", mk "b"
coroutine.resume(a) coroutine.resume(b)
print(coroutine.resume(coroutine.create(function() return coroutine.close(a), coroutine.status(b) end)))
print(coroutine.close(b)) print(coroutine.status(a), coroutine.status(b))
