-- Shows an uncaught error passing through coroutine.wrap.
local function gen()
  coroutine.yield(1)
  error("inside the coroutine")
end
local next_value = coroutine.wrap(gen)
print(next_value())
print(next_value())
