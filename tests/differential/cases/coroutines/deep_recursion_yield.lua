-- Shows yields from five hundred calls deep.
local function deep(n) if n == 0 then return coroutine.yield("bottom") end local r = deep(n - 1) return r + 1 end
local co = coroutine.wrap(function() return deep(500) end)
print(co()) print(co(0))
local function fold(n) if n > 0 then coroutine.yield(n) fold(n - 1) coroutine.yield(-n) end end
local s, c = 0, 0
for v in coroutine.wrap(function() fold(200) end) do s = s + v; c = c + 1 end
print(s, c)
