-- Shows async-style code: await with callbacks and a queue.
local queue = {}
local function sleep(n)
  local co = coroutine.running()
  queue[#queue + 1] = {at = n, co = co}
  return coroutine.yield()
end
local log = {}
local function async(name, ...)
  local delays = {...}
  coroutine.wrap(function() for _, d in ipairs(delays) do local now = sleep(d) log[#log + 1] = name .. "@" .. now end end)()
end
async("a", 3, 5, 9) async("b", 1, 4) async("c", 2)
local now = 0
while #queue > 0 do
  local best = 1
  for i, e in ipairs(queue) do if e.at < queue[best].at then best = i end end
  local e = table.remove(queue, best)
  now = math.max(now, e.at)
  assert(coroutine.resume(e.co, now))
end
print(table.concat(log, " "))
