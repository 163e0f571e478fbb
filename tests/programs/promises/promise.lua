--- Promises with a queue of microtasks, async functions on coroutines, and cancellation.
local Promise = {}
Promise.__index = Promise
Promise.__name = "promise"

local PENDING, FULFILLED, REJECTED = "pending", "fulfilled", "rejected"

local queue = { first = 1, last = 0 }
local unhandled = setmetatable({}, { __mode = "k" })
local numbers = 0

local function enqueue(f, ...)
  queue.last = queue.last + 1
  queue[queue.last] = table.pack(f, ...)
end

local function is_thenable(value)
  if type(value) ~= "table" then return false end
  local ok, method = pcall(function() return value.next end)
  return ok and (type(method) == "function" or (getmetatable(method) or {}).__call ~= nil)
end

local settle

local function resolve(promise, value, ...)
  if promise.state ~= PENDING or promise.locked then return end
  if rawequal(value, promise) then return settle(promise, REJECTED, "a promise cannot wait for itself") end
  if is_thenable(value) then
    promise.locked = true
    local done = false
    enqueue(function()
      local ok, problem = pcall(value.next, value, function(...)
        if done then return end
        done = true
        promise.locked = false
        resolve(promise, ...)
      end, function(...)
        if done then return end
        done = true
        promise.locked = false
        settle(promise, REJECTED, ...)
      end)
      if not ok and not done then
        done = true
        promise.locked = false
        settle(promise, REJECTED, problem)
      end
    end)
    return
  end
  settle(promise, FULFILLED, value, ...)
end

function settle(promise, state, ...)
  if promise.state ~= PENDING then return end
  promise.state, promise.values = state, table.pack(...)
  if state == REJECTED and #promise.reactions == 0 then unhandled[promise] = true end
  for _, reaction in ipairs(promise.reactions) do enqueue(reaction, state, ...) end
  promise.reactions = {}
end

function Promise.new(executor)
  numbers = numbers + 1
  local promise = setmetatable({ state = PENDING, reactions = {}, id = numbers }, Promise)
  if executor then
    local ok, problem = xpcall(executor, function(message)
      if type(message) ~= "string" then return message end
      return (message:gsub("^%./", ""))
    end, function(...) return resolve(promise, ...) end, function(...)
      if not promise.locked then settle(promise, REJECTED, ...) end
    end)
    if not ok then settle(promise, REJECTED, problem) end
  end
  return promise
end

function Promise:next(on_fulfilled, on_rejected)
  local child = Promise.new()
  child.parent = self
  unhandled[self] = nil
  local function react(state, ...)
    local handler
    if state == FULFILLED then handler = on_fulfilled else handler = on_rejected end
    if handler == nil then
      if state == FULFILLED then return resolve(child, ...) end
      return settle(child, REJECTED, ...)
    end
    local results = table.pack(pcall(handler, ...))
    if results[1] then
      resolve(child, table.unpack(results, 2, results.n))
    else
      settle(child, REJECTED, results[2])
    end
  end
  if self.state == PENDING then
    self.reactions[#self.reactions + 1] = react
  else
    enqueue(react, self.state, table.unpack(self.values, 1, self.values.n))
  end
  return child
end

function Promise:catch(handler) return self:next(nil, handler) end

function Promise:finally(f)
  return self:next(function(...)
    local values = table.pack(...)
    return Promise.resolve(f()):next(function() return table.unpack(values, 1, values.n) end)
  end, function(...)
    local values = table.pack(...)
    return Promise.resolve(f()):next(function() error(values[1], 0) end)
  end)
end

function Promise.resolve(...)
  local first = ...
  if getmetatable(first) == Promise then return first end
  local values = table.pack(...)
  return Promise.new(function(fulfil) fulfil(table.unpack(values, 1, values.n)) end)
end

function Promise.reject(...)
  local values = table.pack(...)
  return Promise.new(function(_, reject) reject(table.unpack(values, 1, values.n)) end)
end

function Promise.all(list)
  return Promise.new(function(fulfil, reject)
    local results, left = {}, #list
    if left == 0 then return fulfil(results) end
    for i, item in ipairs(list) do
      Promise.resolve(item):next(function(value)
        results[i] = value
        left = left - 1
        if left == 0 then fulfil(results) end
      end, reject)
    end
  end)
end

function Promise.race(list)
  return Promise.new(function(fulfil, reject)
    for _, item in ipairs(list) do Promise.resolve(item):next(fulfil, reject) end
  end)
end

function Promise.any(list)
  return Promise.new(function(fulfil, reject)
    local problems, left = {}, #list
    for i, item in ipairs(list) do
      Promise.resolve(item):next(fulfil, function(problem)
        problems[i] = problem
        left = left - 1
        if left == 0 then reject(setmetatable(problems, { __tostring = function(t) return "all failed: " .. table.concat(t, ", ") end })) end
      end)
    end
  end)
end

function Promise.settled(list)
  local wrapped = {}
  for i, item in ipairs(list) do
    wrapped[i] = Promise.resolve(item):next(function(v) return { FULFILLED, v } end, function(e) return { REJECTED, e } end)
  end
  return Promise.all(wrapped)
end

Promise.__band = function(a, b) return Promise.all { a, b } end
Promise.__bor = function(a, b) return Promise.race { a, b } end
Promise.__shr = function(a, f) return a:next(f) end
Promise.__tostring = function(self) return ("promise %d (%s)"):format(self.id, self.state) end

-- async and await ---------------------------------------------------------------------------------------------

local awaiting = setmetatable({}, { __mode = "k" })

function Promise.await(value, ...)
  local thread, main = coroutine.running()
  if main or not awaiting[thread] then error("await outside an async function", 2) end
  local promise = Promise.resolve(value, ...)
  local results = table.pack(coroutine.yield(promise))
  if results[1] == REJECTED then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

--- Makes a function that gives a promise; inside, `await` waits.
function Promise.async(f)
  return function(...)
    local arguments = table.pack(...)
    return Promise.new(function(fulfil, reject)
      local thread = coroutine.create(f)
      awaiting[thread] = true
      local function step(...)
        local results = table.pack(coroutine.resume(thread, ...))
        if not results[1] then
          coroutine.close(thread)
          return reject(results[2])
        end
        if coroutine.status(thread) == "dead" then return fulfil(table.unpack(results, 2, results.n)) end
        local waited = results[2]
        waited:next(function(...) step(FULFILLED, ...) end, function(...) step(REJECTED, ...) end)
      end
      step(table.unpack(arguments, 1, arguments.n))
    end)
  end
end

--- Runs all that is queued; how many steps there were, and the rejections nobody looked at.
function Promise.run()
  local steps = 0
  while queue.first <= queue.last do
    local entry = queue[queue.first]
    queue[queue.first] = nil
    queue.first = queue.first + 1
    steps = steps + 1
    entry[1](table.unpack(entry, 2, entry.n))
  end
  local list = {}
  for promise in pairs(unhandled) do list[#list + 1] = promise end
  table.sort(list, function(a, b) return a.id < b.id end)
  for i, promise in ipairs(list) do
    unhandled[promise] = nil
    list[i] = tostring(promise.values[1])
  end
  return steps, list
end

return Promise
