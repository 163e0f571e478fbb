-- Shows producer, filter and consumer as coroutines.
local function producer(list)
  return coroutine.create(function() for _, v in ipairs(list) do coroutine.yield(v) end end)
end
local function receive(p) local _, v = coroutine.resume(p); return v end
local function filter(p)
  return coroutine.create(function() local n = 1 while true do local x = receive(p) if not x then return nil end coroutine.yield(("%d %s"):format(n, x)) n = n + 1 end end)
end
local function consume(p) while true do local x = receive(p) if not x then break end io.write(x, "\n") end end
consume(filter(producer {"one", "two", "three"}))
