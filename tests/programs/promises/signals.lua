--- Reactive values: signals, computed values with tracking of what they read, effects, batches.
local M = {}

local tracking, batch_depth, pending = nil, 0, {}

local Node = {}

local function link(source)
  if tracking and not tracking.sources[source] then
    tracking.sources[source] = true
    source.targets[tracking] = #tracking.order + 1
    tracking.order[#tracking.order + 1] = source
  end
end

local function unlink(node)
  for source in pairs(node.sources) do source.targets[node] = nil end
  node.sources, node.order = {}, {}
end

local function ordered(targets)
  local list = {}
  for target in pairs(targets) do list[#list + 1] = target end
  table.sort(list, function(a, b) return a.number < b.number end)
  return list
end

local count = 0
local function node(fields)
  count = count + 1
  fields.number, fields.targets, fields.sources, fields.order = count, {}, {}, {}
  return fields
end

local function mark(target)
  if target.dirty then return end
  target.dirty = true
  if target.effect then
    pending[#pending + 1] = target
  else
    for _, next_target in ipairs(ordered(target.targets)) do mark(next_target) end
  end
end

local function flush()
  if batch_depth > 0 then return end
  table.sort(pending, function(a, b) return a.number < b.number end)
  local list = pending
  pending = {}
  for _, target in ipairs(list) do
    if target.dirty and not target.stopped then target.run() end
  end
  if #pending > 0 then return flush() end
end

function M.signal(value, equal)
  local own = node({})
  equal = equal or rawequal
  return setmetatable({}, {
    __call = function(_, ...)
      if select("#", ...) == 0 then
        link(own)
        return value
      end
      local new = ...
      if equal(value, new) then return value end
      value = new
      for _, target in ipairs(ordered(own.targets)) do mark(target) end
      flush()
      return value
    end,
    __index = function(self, key) return self()[key] end,
    __tostring = function(self) return tostring(self()) end,
  })
end

local function track(own, f)
  local outer = tracking
  unlink(own)
  tracking = own
  local results = table.pack(pcall(f))
  tracking = outer
  return table.unpack(results, 1, results.n)
end

function M.computed(f)
  local own = node({ dirty = true })
  local value, problem
  local running = false
  return function()
    link(own)
    if running then error("a computed value needs itself", 2) end
    if own.dirty then
      running = true
      local ok, result = track(own, f)
      running = false
      own.dirty = false
      if ok then value, problem = result, nil else problem = { result } end
      own.computations = (own.computations or 0) + 1
    end
    if problem then error(problem[1], 0) end
    return value
  end, own
end

function M.effect(f)
  local own = node({ effect = true })
  local cleanup
  function own.run()
    own.dirty = false
    if cleanup then cleanup() end
    local ok, result = track(own, f)
    if not ok then
      own.stopped = true
      error(result, 0)
    end
    cleanup = result
  end
  own.run()
  return setmetatable({}, { __close = function()
    own.stopped = true
    unlink(own)
    if cleanup then cleanup() end
  end })
end

function M.batch(f, ...)
  batch_depth = batch_depth + 1
  local results = table.pack(pcall(f, ...))
  batch_depth = batch_depth - 1
  flush()
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

return M
