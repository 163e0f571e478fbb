-- Shows that a short chain of coroutines, each of which closes another one, is closed to its end.
local closed, last = 0, nil
for i = 1, 100 do
  local previous = last
  last = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function()
      closed = closed + 1
      if previous then assert(coroutine.close(previous)) end
    end})
    coroutine.yield()
  end)
  coroutine.resume(last)
end
print(coroutine.close(last), closed)
