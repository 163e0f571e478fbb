-- Shows coroutines inside of methods, iterators with state, pipelines, and errors that cross them.
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({first = 1, last = 0, items = {}}, Queue) end
function Queue:push(v) self.last = self.last + 1 self.items[self.last] = v end
function Queue:each()
  return coroutine.wrap(function() while self.first <= self.last do
    local v = self.items[self.first] self.items[self.first] = nil self.first = self.first + 1 coroutine.yield(v,
    self.last - self.first + 1) end end)
end
local q = Queue.new()
for i = 1, 3 do q:push(i * i) end
for v, left in q:each() do io.write(v, "(", left, ") ") if v == 4 then q:push("late") end end
print(q.first, q.last)
local function map(f, source) return coroutine.wrap(function() for v in source do coroutine.yield(f(v)) end end) end
local function filter(p, source)
  return coroutine.wrap(function() for v in source do if p(v) then coroutine.yield(v) end end end)
end
local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local function take(n, source)
  return coroutine.wrap(function() for v in source do if n == 0 then return end n = n - 1 coroutine.yield(v) end end)
end
for v in take(3, filter(function(v) return v % 3 == 0 end, map(function(v) return v * 2 end, range(100)))) do
  io.write(v, " ")
end
print()
print(pcall(function() for v in map(function(v) if v == 3 then error("at three", 0) end return v end,
  range(5)) do io.write(v, " ") end end))
print(pcall(function() for v in map(function(v) return v.field end, range(2)) do io.write(tostring(v), " ") end end))
local log = {}
local function guarded()
  local r <close> = setmetatable({}, {__close = function(_, e) log[#log + 1] = "closed " .. tostring(e) end})
  coroutine.yield("open")
  error("inside", 0)
end
local co = coroutine.create(guarded)
print(coroutine.resume(co))
print(coroutine.resume(co))
print(coroutine.close(co), log[1])
co = coroutine.create(guarded)
coroutine.resume(co)
print(coroutine.close(co), log[2])
local function producer(n)
  return coroutine.create(function() local received = {} for i = 1,
    n do received[#received + 1] = tostring(coroutine.yield(i)) end return "done", table.concat(received, ",") end)
end
local p = producer(3)
local args = {}
repeat
  local r = table.pack(coroutine.resume(p, table.unpack(args)))
  args = {#args + r.n}
  print(table.unpack(r, 1, r.n))
until coroutine.status(p) == "dead"
local tasks, trace = {}, {}
for id = 1, 3 do
  tasks[id] = coroutine.create(function() for step = 1, id do trace[#trace + 1] = id .. "." .. step coroutine.yield()
    end end)
end
while #tasks > 0 do
  for i = #tasks, 1, -1 do
    coroutine.resume(tasks[i])
    if coroutine.status(tasks[i]) == "dead" then table.remove(tasks, i) end
  end
end
print(table.concat(trace, " "))
local depth = 0
local function nest(n)
  depth = depth + 1
  if n > 0 then return coroutine.wrap(nest)(n - 1) end
  return select(2, coroutine.running()), coroutine.isyieldable()
end
print(nest(20), depth)
local tree = {1, {2, {3}, 4}, {{5}}}
local function walk(t) for _, v in ipairs(t) do if type(v) == "table" then walk(v) else coroutine.yield(v) end end end
local leaves = {}
for v in coroutine.wrap(function() walk(tree) end) do leaves[#leaves + 1] = v end
print(table.concat(leaves, " "))
print(select("#", coroutine.resume(coroutine.create(function() return nil, nil end))))
local same = coroutine.create(function(a) while true do a = coroutine.yield(a == nil and "nothing" or a) end end)
print(coroutine.resume(same))
print(coroutine.resume(same, false))
print(coroutine.resume(same, nil))
print(coroutine.resume(same, same) == true)
