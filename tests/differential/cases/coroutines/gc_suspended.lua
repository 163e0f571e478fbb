-- Shows that suspended coroutines are collected, and weak references to them.
local weak = setmetatable({}, {__mode = "v"})
do
  local co = coroutine.create(function() local big = {} weak.inner = big coroutine.yield() return big end)
  coroutine.resume(co)
  weak.co = co
end
print(weak.co ~= nil, weak.inner ~= nil)
collectgarbage() collectgarbage()
print(weak.co, weak.inner)
