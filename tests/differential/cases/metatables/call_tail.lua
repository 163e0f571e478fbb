-- Shows tail calls through __call in long chains.
local obj = setmetatable({}, {})
getmetatable(obj).__call = function(self, n) if n == 0 then return "done" end return self(n - 1) end
print(obj(50000))
