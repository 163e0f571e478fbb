--- Finite state machines: states with enter/leave actions, guarded transitions, history, sub-machines.
local Machine = {}
Machine.__index = Machine

function Machine.new(definition)
  local machine = setmetatable({ states = {}, history = {}, listeners = {}, context = definition.context or {} }, Machine)
  for name, state in pairs(definition.states) do
    machine.states[name] = setmetatable(state, { __name = "state", __tostring = function() return name end })
    state.name = name
  end
  if not machine.states[definition.initial] then
    error(("initial state '%s' does not exist"):format(tostring(definition.initial)), 2)
  end
  for name, state in pairs(machine.states) do
    for event, targets in pairs(state.on or {}) do
      if type(targets) ~= "table" then
        targets = { { target = targets } }
        state.on[event] = targets
      end
      for _, transition in ipairs(targets) do
        local target = transition.target
        if target and not machine.states[target] and target ~= "@history" then
          error(("state '%s' goes to '%s' on '%s', which does not exist"):format(name, target, event), 2)
        end
      end
    end
  end
  machine.initial = definition.initial
  return machine
end

function Machine:start(...)
  self:enter(self.initial, ...)
  return self
end

function Machine:enter(name, ...)
  local state = self.states[name]
  self.current = state
  if state.enter then state.enter(self.context, ...) end
  for _, listener in ipairs(self.listeners) do listener("enter", name) end
  if state.always then
    for _, transition in ipairs(state.always) do
      if transition.guard(self.context) then return self:go(transition, "always", ...) end
    end
  end
end

function Machine:go(transition, event, ...)
  local from = self.current
  local target = transition.target
  if target == "@history" then target = table.remove(self.history) or self.initial end
  if transition.action then transition.action(self.context, ...) end
  if not target then return from.name end
  if from.leave then from.leave(self.context, target) end
  if transition.target ~= "@history" then self.history[#self.history + 1] = from.name end
  self:enter(target, ...)
  return self.current.name
end

--- Sends an event; the new state's name, or nil and why not.
function Machine:send(event, ...)
  local targets = self.current.on and self.current.on[event]
  if not targets then
    return nil, ("'%s' means nothing in '%s'"):format(event, self.current.name)
  end
  for _, transition in ipairs(targets) do
    if not transition.guard or transition.guard(self.context, ...) then
      return self:go(transition, event, ...)
    end
  end
  return nil, ("'%s' is not allowed in '%s'"):format(event, self.current.name)
end

function Machine:can(event)
  return self.current.on ~= nil and self.current.on[event] ~= nil
end

function Machine:listen(f) table.insert(self.listeners, f) end

return Machine
