-- Shows _ENV as an upvalue shared by functions, and assigned.
local function counter()
  local _ENV = {n = 0}
  return function() n = n + 1; return n end, _ENV
end
local c, env = counter()
print(c(), c(), env.n)
env.n = 10
print(c())
local print, setmetatable, G = print, setmetatable, _ENV
local function show() return v end
v = "global v"
_ENV = {v = "replaced"}
print(show(), v, G.v)
_ENV = G
print(show(), v)
do local _ENV = setmetatable({}, {__index = G}); v = "inner"; print(v, G.v, show()) end
