-- Shows symmetric coroutines built over a dispatcher.
local coro = {}
coro.main = function() end
function coro.transfer(co, v) return coroutine.yield(co, v) end
local function run(co, v)
  while true do
    local ok, nextco, val = coroutine.resume(co, v)
    if not ok then return nil, nextco end
    if coroutine.status(co) == "dead" then return nextco end
    co, v = nextco, val
  end
end
local a, b
a = coroutine.create(function(v) for i = 1, 3 do print("a", v) v = coro.transfer(b, v + 1) end return "a finished with " .. v end)
b = coroutine.create(function(v) while true do print("b", v) v = coro.transfer(a, v * 2) end end)
print(run(a, 1))
