-- Shows coroutines resuming coroutines a hundred and fifty levels deep.
local function nest(n)
  if n == 0 then return 0 end
  local co = coroutine.create(nest)
  local ok, v = coroutine.resume(co, n - 1)
  return ok and v + 1 or v
end
print(nest(150))
local ok, e = pcall(function() local function inf() return coroutine.wrap(inf)() end return inf() end)
print(ok, (e:match("C stack overflow")))
