-- Shows errors crossing coroutine and pcall boundaries in both directions.
local function boundary(n)
  if n == 0 then error("core", 0) end
  local co = coroutine.create(boundary)
  local ok, e = coroutine.resume(co, n - 1)
  if not ok then error(e .. "<" .. n, 0) end
  return e
end
print(pcall(boundary, 4))
print(coroutine.resume(coroutine.create(function() local ok, e = pcall(boundary, 2) coroutine.yield(e) error("later", 0) end)))
local co = coroutine.wrap(function() print(pcall(error, "a", 0)) coroutine.yield(1) print(pcall(error, "b", 0)) return 2 end)
print(co()) print(co())
