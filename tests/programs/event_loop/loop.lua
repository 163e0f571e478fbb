--- Cooperative tasks over a virtual clock: timers, futures, channels, cancellation, select.
local create, resume, yield, status, running, close =
  coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.running, coroutine.close

local Loop = {}
Loop.__index = Loop
local Task = { __name = "task" }
Task.__index = Task
local Cancelled = setmetatable({}, { __tostring = function() return "cancelled" end })
Loop.Cancelled = Cancelled

-- A heap of timers, ordered by time and then by number
local function push(heap, item)
  local i = #heap + 1
  heap[i] = item
  while i > 1 do
    local parent = i // 2
    if heap[parent] <= item then break end
    heap[i], heap[parent] = heap[parent], item
    i = parent
  end
end

local function pop(heap)
  local top, last = heap[1], table.remove(heap)
  if top == last then return top end
  local i, n = 1, #heap
  while true do
    local child = 2 * i
    if child > n then break end
    if child < n and heap[child + 1] < heap[child] then child = child + 1 end
    if last <= heap[child] then break end
    heap[i] = heap[child]
    i = child
  end
  heap[i] = last
  return top
end

local Timer = {}
Timer.__index = Timer
Timer.__lt = function(a, b)
  if a.at ~= b.at then return a.at < b.at end
  return a.number < b.number
end
Timer.__le = function(a, b) return not (b < a) end

function Loop.new()
  return setmetatable({
    now = 0, ready = {}, first = 1, last = 0, timers = {}, numbers = 0, tasks = setmetatable({}, { __mode = "k" }),
    live = 0, errors = {}, switches = 0,
  }, Loop)
end

local current -- the task that is running

function Loop:enqueue(task, ...)
  self.last = self.last + 1
  self.ready[self.last] = table.pack(task, ...)
end

--- Starts a task; it runs when the loop does.
function Loop:spawn(name, f, ...)
  if type(name) == "function" then return self:spawn("anonymous", name, f, ...) end
  local task = setmetatable({ loop = self, name = name, state = "ready", waiters = {}, thread = create(f) }, Task)
  self.tasks[task.thread] = task
  self.live = self.live + 1
  self:enqueue(task, ...)
  return task
end

function Loop:after(delay, callback)
  self.numbers = self.numbers + 1
  local timer = setmetatable({ at = self.now + delay, number = self.numbers, callback = callback }, Timer)
  push(self.timers, timer)
  return timer
end

function Timer:cancel() self.callback = false end

function Loop:every(interval, callback)
  local handle = { count = 0 }
  local function tick()
    handle.count = handle.count + 1
    if callback(handle.count) ~= false then handle.timer = self:after(interval, tick) end
  end
  handle.timer = self:after(interval, tick)
  return handle
end

local function finish(task, ok, ...)
  task.state = ok and "done" or "failed"
  task.results = table.pack(...)
  task.loop.live = task.loop.live - 1
  for _, waiter in ipairs(task.waiters) do task.loop:wake(waiter, ok, ...) end
  if not ok and #task.waiters == 0 and (...) ~= Cancelled then
    local problem = ...
    table.insert(task.loop.errors, task.name .. ": " .. (type(problem) == "table" and "error object" or tostring(problem)))
  end
end

local function step(task, ...)
  local previous = current
  current = task
  task.state = "running"
  local results = table.pack(resume(task.thread, ...))
  current = previous
  if status(task.thread) == "dead" then
    finish(task, table.unpack(results, 1, results.n))
  elseif task.state == "running" then
    task.state = "waiting"
  end
end

function Loop:wake(task, ...)
  if task.state == "done" or task.state == "failed" then return end
  task.state = "ready"
  self:enqueue(task, ...)
end

--- Runs until nothing is left (or until a time); returns how many tasks never ended.
function Loop:run(limit)
  while true do
    while self.first <= self.last do
      local entry = self.ready[self.first]
      self.ready[self.first] = nil
      self.first = self.first + 1
      local task = entry[1]
      if task.state == "ready" then
        self.switches = self.switches + 1
        step(task, table.unpack(entry, 2, entry.n))
      end
    end
    self.first, self.last = 1, 0
    if #self.timers == 0 or (limit and self.timers[1].at > limit) then break end
    local timer = pop(self.timers)
    self.now = timer.at
    if timer.callback then timer.callback(timer) end
  end
  return self.live
end

-- What tasks call ------------------------------------------------------------------------------

local function task_only(name)
  if not current then error("'" .. name .. "' outside a task", 3) end
  return current
end

function Loop.current() return current end

-- What comes back is `ok, ...`: an error is raised where the task waits.
local function receive(ok, ...)
  if not ok then error((...), 0) end
  return ...
end

local function suspend(...) return receive(yield(...)) end

function Loop:sleep(delay)
  local task = task_only("sleep")
  task.timer = self:after(delay, function() self:wake(task, true, self.now) end)
  return suspend("sleep")
end

function Loop:pass()
  self:wake(task_only("pass"), true)
  return suspend("pass")
end

function Task:join()
  local task = task_only("join")
  if self.state == "done" or self.state == "failed" then
    return receive(self.state == "done", table.unpack(self.results, 1, self.results.n))
  end
  if self == task then error("a task cannot wait for itself", 2) end
  self.waiters[#self.waiters + 1] = task
  return suspend("join")
end

function Task:cancel()
  if self.state == "done" or self.state == "failed" then return false end
  if self.timer then self.timer:cancel() end
  if self == current then error(Cancelled, 0) end
  local ok, problem = close(self.thread)
  finish(self, false, ok and Cancelled or problem)
  return true
end

function Task:__tostring() return ("task %s (%s)"):format(self.name, self.state) end

--- Runs f with a limit of time; nil, "timeout" when it takes longer.
function Loop:timeout(delay, f, ...)
  local task = task_only("timeout")
  local inner = self:spawn(task.name .. ".timeout", f, ...)
  local timer = self:after(delay, function()
    inner.waiters = {}
    inner:cancel()
    self:wake(task, true, nil, "timeout")
  end)
  inner.waiters[1] = task
  local results = table.pack(suspend("timeout"))
  timer:cancel()
  return table.unpack(results, 1, results.n)
end

--- Waits for all; their first results in order.
function Loop:gather(tasks)
  local results = {}
  for i, task in ipairs(tasks) do results[i] = (task:join()) end
  return results
end

-- Channels ---------------------------------------------------------------------------------------

local Channel = { __name = "channel" }
Channel.__index = Channel

function Loop:channel(capacity)
  return setmetatable({ loop = self, capacity = capacity or 0, items = {}, receivers = {}, senders = {}, closed = false }, Channel)
end

local function live(queue)
  while queue[1] and queue[1].task.state ~= "waiting" do table.remove(queue, 1) end
  return queue[1] and table.remove(queue, 1)
end

function Channel:send(value)
  local task = task_only("send")
  if self.closed then error("send on a closed channel", 2) end
  local receiver = live(self.receivers)
  if receiver then
    self.loop:wake(receiver.task, true, value, true, receiver.tag)
  elseif #self.items < self.capacity then
    self.items[#self.items + 1] = value
  else
    self.senders[#self.senders + 1] = { task = task, value = value }
    suspend("send")
  end
end

function Channel:take()
  if #self.items > 0 then
    local value = table.remove(self.items, 1)
    local sender = live(self.senders)
    if sender then
      self.items[#self.items + 1] = sender.value
      self.loop:wake(sender.task, true)
    end
    return true, value
  end
  local sender = live(self.senders)
  if sender then
    self.loop:wake(sender.task, true)
    return true, sender.value
  end
  return false
end

function Channel:receive()
  local task = task_only("receive")
  local ok, value = self:take()
  if ok then return value, true end
  if self.closed then return nil, false end
  table.insert(self.receivers, { task = task })
  return suspend("receive")
end

function Channel:close()
  self.closed = true
  repeat
    local receiver = live(self.receivers)
    if receiver then self.loop:wake(receiver.task, true, nil, false, receiver.tag) end
  until not receiver
end

Channel.__close = Channel.close
Channel.__len = function(self) return #self.items end
Channel.__call = function(self) return (self:receive()) end -- for item in channel do … end

--- Waits for the first of several channels: index, value.
function Loop:select(channels)
  local task = task_only("select")
  for index, channel in ipairs(channels) do
    local ok, value = channel:take()
    if ok then return index, value end
  end
  for index, channel in ipairs(channels) do
    table.insert(channel.receivers, { task = task, tag = index })
  end
  local value, _, index = suspend("select")
  return index, value
end

-- Locks -------------------------------------------------------------------------------------------

function Loop:semaphore(count)
  local waiting = {}
  local loop = self
  local release = setmetatable({}, { __close = function()
    local task = table.remove(waiting, 1)
    if task then loop:wake(task, true) else count = count + 1 end
  end })
  return function()
    if count > 0 then
      count = count - 1
    else
      waiting[#waiting + 1] = task_only("acquire")
      suspend("semaphore")
    end
    return release
  end
end

return Loop
