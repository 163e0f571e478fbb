local mixins = {}

mixins.Comparable = {
  __lt = function(a, b) return a:compare(b) < 0 end,
  __le = function(a, b) return a:compare(b) <= 0 end,
  __eq = function(a, b) return a:compare(b) == 0 end,
  between = function(self, low, high) return low <= self and self <= high end,
  clamp = function(self, low, high)
    if self < low then return low end
    return self > high and high or self
  end,
}

mixins.Enumerable = {
  map = function(self, f)
    local out = {}
    for _, value in self:each() do out[#out + 1] = f(value) end
    return out
  end,
  reduce = function(self, f, initial)
    for _, value in self:each() do initial = f(initial, value) end
    return initial
  end,
  select = function(self, predicate)
    local out = {}
    for index, value in self:each() do
      if predicate(value, index) then table.insert(out, value) end
    end
    return out
  end,
  static = {
    of = function(klass, ...) return klass:new({ ... }) end,
  },
}

mixins.Observable = {
  included = function(_, klass) klass.static.events = {} end,
  on = function(self, event, handler)
    local handlers = rawget(self, "_handlers")
    if not handlers then
      handlers = {}
      rawset(self, "_handlers", handlers)
    end
    handlers[event] = handlers[event] or {}
    table.insert(handlers[event], handler)
    return self
  end,
  emit = function(self, event, ...)
    local list = (rawget(self, "_handlers") or {})[event]
    for _, handler in ipairs(list or {}) do handler(self, ...) end
    return list and #list or 0
  end,
}

return mixins
