-- Finite state machines from a description.

---@class Transition
---@field from string
---@field event string
---@field to string
---@field guard (fun(subject: table, ...: any): boolean, string?)?
---@field action fun(subject: table, ...: any)?

---@class Machine
---@field name string
---@field state string
---@field subject table
---@field history string[]
local Machine = {}
Machine.__index = Machine

---@class Definition
---@field name string
---@field initial string
---@field final table<string, boolean>
---@field transitions table<string, table<string, Transition>> by state and event
local Definition = {}
Definition.__index = Definition

--- Checks a description: every state that is named must be reachable or initial.
---@param name string
---@param initial string
---@param transitions Transition[]
---@return Definition
function Machine.define(name, initial, transitions)
  local self = setmetatable({}, Definition)
  self.name = name
  self.initial = initial
  self.final = {}
  self.transitions = {}

  local reached = { [initial] = true }
  for _, transition in ipairs(transitions) do
    local events = self.transitions[transition.from]
    if not events then
      events = {}
      self.transitions[transition.from] = events
    end
    if events[transition.event] then
      error(("%s: two transitions from %s on %s"):format(name, transition.from, transition.event))
    end
    events[transition.event] = transition
    reached[transition.to] = true
  end
  for state in pairs(self.transitions) do
    if not reached[state] then
      error(("%s: nothing leads to %s"):format(name, state))
    end
  end
  for state in pairs(reached) do
    self.final[state] = self.transitions[state] == nil
  end
  return self
end

--- The events that a state knows, in alphabetical order.
---@param state string
---@return string[]
function Definition:events(state)
  local names = {}
  for event in pairs(self.transitions[state] or {}) do
    names[#names + 1] = event
  end
  table.sort(names)
  return names
end

--- The definition for Graphviz.
---@return string
function Definition:to_dot()
  local lines = {}
  for from, events in pairs(self.transitions) do
    for event, transition in pairs(events) do
      lines[#lines + 1] = ('  %s -> %s [label="%s"];'):format(from, transition.to, event)
    end
  end
  table.sort(lines)
  return "digraph " .. self.name .. " {\n" .. table.concat(lines, "\n") .. "\n}"
end

---@param definition Definition
---@param subject table what guards and actions get
---@return Machine
function Machine.new(definition, subject)
  return setmetatable({
    definition = definition,
    state = definition.initial,
    subject = subject,
    history = { definition.initial },
  }, Machine)
end

---@return boolean
function Machine:is_done()
  return self.definition.final[self.state]
end

---@param event string
---@return boolean
function Machine:can(event)
  local events = self.definition.transitions[self.state]
  return events ~= nil and events[event] ~= nil
end

--- Tells the machine what has happened.
---@param event string
---@return boolean # whether the state has changed
---@return string? # why not
function Machine:fire(event, ...)
  if not self:can(event) then
    return false, "cannot " .. event .. " while " .. self.state
  end
  local transition = self.definition.transitions[self.state][event]
  if transition.guard then
    local allowed, reason = transition.guard(self.subject, ...)
    if not allowed then
      return false, reason or "not allowed"
    end
  end
  if transition.action then
    transition.action(self.subject, ...)
  end
  self.state = transition.to
  self.history[#self.history + 1] = transition.to
  return true
end

return Machine
