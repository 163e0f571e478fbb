-- Shows close running pending to-be-closed variables in order, with errors passing between them.
local function c(name, fail)
  return setmetatable({}, {__close = function(_, e) print(name, e) if fail then error(fail, 0) end end})
end
local co = coroutine.create(function()
  local x <close> = c "x"
  local y <close> = c("y", "y failed")
  local z <close> = c "z"
  coroutine.yield("suspended")
end)
print(coroutine.resume(co))
print(coroutine.close(co))
co = coroutine.wrap(function() local w <close> = c "wrapped" error("boom", 0) end)
print(pcall(co))
co = coroutine.create(function() for i = 1, 3 do local v <close> = c("v" .. i) if i == 2 then coroutine.yield() end end end)
coroutine.resume(co)
print(coroutine.close(co))
