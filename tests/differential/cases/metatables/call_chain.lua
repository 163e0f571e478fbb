-- Shows __call whose value is itself a callable table, several levels deep.
local last = function(...) return select("#", ...), ... end
local c1 = setmetatable({name = "c1"}, {__call = last})
local c2 = setmetatable({name = "c2"}, {__call = c1})
local c3 = setmetatable({name = "c3"}, {__call = c2})
local n, a, b, c, x = c3("x")
print(n, a.name, b.name, c.name, x)
print((c2()))
local loop = setmetatable({}, {}); getmetatable(loop).__call = 5
print(pcall(loop))
print(pcall(function() return loop() end))
print(pcall(setmetatable({}, {__call = {}})))
