local name, path = ...
local bridge = require("bridge")

local Counter = bridge.class("Counter")

function Counter:init(start) self.value = start or 0 end
function Counter:step(by)
  self.value = self.value + (by or 1)
  return self
end
function Counter.__eq(a, b) return a.value == b.value end
function Counter.__lt(a, b) return a.value < b.value end
function Counter.__tostring(c) return c.__name .. "(" .. c.value .. ")" end

return { name = name, path = path, class = Counter }
