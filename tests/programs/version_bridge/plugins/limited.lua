local bridge = require("bridge")
local Counter = require("plugins.counter").class

local Limited = bridge.class("Limited", Counter)

function Limited:init(start, limit)
  Counter.init(self, start)
  self.limit = limit
end
function Limited:step(by)
  Counter.step(self, by)
  if self.value > self.limit then error(("limit %d passed by %d"):format(self.limit, self.value - self.limit), 2) end
  return self
end

loaded_plugins = (loaded_plugins or 0) + 1
return { name = (...), class = Limited }
