-- An event bus: listeners subscribe to topics, which may have wildcards.
--
-- A topic has parts with dots between them. In a subscription `*` stands for one part, and `#` for all that follow.

local Bus = {}
Bus.__index = Bus

function Bus.new()
  local self = setmetatable({}, Bus)
  self.subscriptions = {}
  self.serial = 0
  self.depth = 0
  self.pending = {}
  self.on_error = nil
  return self
end

local function split(topic)
  local parts = {}
  for part in topic:gmatch("[^.]+") do
    parts[#parts + 1] = part
  end
  return parts
end

local function matches(pattern, parts)
  for i, wanted in ipairs(pattern) do
    if wanted == "#" then
      return true
    end
    if parts[i] == nil or wanted ~= "*" and wanted ~= parts[i] then
      return false
    end
  end
  return #pattern == #parts
end

-- High priorities first, then in the order of subscription.
local function order(a, b)
  if a.priority ~= b.priority then
    return a.priority > b.priority
  end
  return a.serial < b.serial
end

--- Calls `listener(event)` for each event whose topic fits.
-- `options.priority` (0) and `options.once`. Returns a function that ends the subscription.
function Bus:on(topic, listener, options)
  options = options or {}
  self.serial = self.serial + 1
  local subscription = {
    pattern = split(topic),
    listener = listener,
    priority = options.priority or 0,
    once = options.once or false,
    serial = self.serial,
    active = true,
  }
  table.insert(self.subscriptions, subscription)
  table.sort(self.subscriptions, order)
  return function()
    self:remove(subscription)
  end
end

function Bus:once(topic, listener)
  return self:on(topic, listener, { once = true })
end

function Bus:remove(subscription)
  subscription.active = false
  for i, candidate in ipairs(self.subscriptions) do
    if candidate == subscription then
      table.remove(self.subscriptions, i)
      return
    end
  end
end

-- Delivers one event. Listeners that come or go meanwhile do not change who gets it.
function Bus:deliver(event)
  local parts = split(event.topic)
  local chosen = {}
  for _, subscription in ipairs(self.subscriptions) do
    if matches(subscription.pattern, parts) then
      chosen[#chosen + 1] = subscription
    end
  end

  local delivered = 0
  for _, subscription in ipairs(chosen) do
    if event.stopped then
      break
    end
    if not subscription.active then
      goto continue
    end
    if subscription.once then
      self:remove(subscription)
    end
    local ok, problem = pcall(subscription.listener, event)
    if ok then
      delivered = delivered + 1
    elseif self.on_error then
      self.on_error(problem, event)
    else
      error(problem, 0)
    end
    ::continue::
  end
  return delivered
end

--- Publishes an event. Inside of a listener it waits until the current one has been delivered.
-- Returns how many listeners got it, or nil if it has to wait.
function Bus:emit(topic, data)
  local event = { topic = topic, data = data, stopped = false }
  function event.stop()
    event.stopped = true
  end

  if self.depth > 0 then
    table.insert(self.pending, event)
    return nil
  end

  self.depth = self.depth + 1
  local delivered = self:deliver(event)
  while #self.pending > 0 do
    self:deliver(table.remove(self.pending, 1))
  end
  self.depth = self.depth - 1
  return delivered
end

return Bus
