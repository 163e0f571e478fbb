-- Shows tables that are their own metatable.
local t = {x = 1}
t.__index = t
t.__call = function(self, a) return self.x + a end
setmetatable(t, t)
print(t(1), pcall(function() return t.missing end))
local C = {}
C.__index, C.__newindex = function(_, k) return "dyn " .. k end, function(t, k, v) rawset(t, k, "set " .. v) end
setmetatable(C, C)
C.a = "v"
print(C.a, C.b)
