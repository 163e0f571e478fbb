-- Shows _ENV as local, parameter, upvalue, loop variable and constant.
local print, setmetatable, tostring, pcall, pairs = print, setmetatable, tostring, pcall, pairs
do local _ENV = {x = 1} x = x + 1 y = 2 print(x, y, _ENV.x) end
print(x, y)
local function with(_ENV, v) a = v return a, b end
print(with({b = "B"}, 3))
print(pcall(with, nil, 1))
print(pcall(with, "text", 1))
print(with(setmetatable({}, {__index = function(_, k) return k .. "!" end}), 3))
for _, _ENV in pairs{{n = 1}, {n = 2}} do n = n * 10 print(n) end
local function counter() local _ENV <const> = {count = 0} return function() count = count + 1 return count end end
local c, d = counter(), counter()
print(c(), c(), d())
local function sub() local _ENV = {g = _ENV} function f() return g.print == print end return f end
print(sub()(), f)
do
  local _ENV = setmetatable({}, {__index = _ENV, __newindex = function(t, k, v) print("set", k, v) _ENV = nil end})
  new = 1
  print(pcall(function() return newer end))
end
print(pcall(function() local _ENV; return x end))
print(pcall(function() local _ENV = 5; x = 1 end))
print(pcall(function(_ENV) return x.y end, {}))
local t = {}
function t.f() return _ENV == _G end
print(t.f())
_ENV.made = "field"
print(made, _G.made)
made = nil
local _ENV = {_G = _G, made = "shadow"}
_G.print(made, _G.made, _ENV.made)
