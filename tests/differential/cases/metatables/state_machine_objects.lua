-- Shows objects whose metatable is switched to change their state.
local Closed, Open = {}, {}
Closed.__index, Open.__index = Closed, Open
function Closed:toggle() setmetatable(self, Open) self.n = self.n + 1 return "opening" end
function Open:toggle() setmetatable(self, Closed) return "closing" end
Closed.__tostring = function(s) return "closed " .. s.n end
Open.__tostring = function(s) return "open " .. s.n end
local d = setmetatable({n = 0}, Closed)
for i = 1, 4 do io.write(tostring(d), " -> ", d:toggle(), "; ") end
print(tostring(d))
