-- Messages say what a file is called, whatever is done with it.
local file = io.tmpfile()
print(pcall(function(self) return self() end, file))
print(pcall(function(self) for _ in self do end end, file))
print(pcall(function(self) return self + 1 end, file))
print(pcall(function(self) return self.x.y end, file))
print(pcall(function(self) return self:nope() end, file))
print(pcall(function(self) return self < self end, file))
print(file:seek("set", 0))

-- Methods of userdata are found wherever the metatable has them.
getmetatable(file).__index.twice = function(_, n) return n * 2 end
print(file:twice(21))
getmetatable(file).__index = function(_, name) return function() return name end end
print(file:anything())
getmetatable(file).__index = setmetatable({}, { __index = function(_, name) return function() return name .. "!" end end })
print(file:anything())
