-- Shows how functions of all kinds appear in tracebacks.
local out = {} local function tb() out[#out + 1] = debug.traceback("", 2) return out[#out] end
local function loc() return (tb()) end
function glob() return (tb()) end
local t = {f = function() return (tb()) end, g = {h = function() return (tb()) end}} function t:m() return (tb()) end
local up = function() return (loc()) end
print((loc()))
print((glob()))
print((t.f()))
print((t.g.h()))
print((t:m()))
print((up()))
print(((function() return (tb()) end)()))
print((select(2, pcall(loc))))
print(("x"):gsub("x", function() return (tb():gsub("\n", "~")) end))
print(coroutine.wrap(function() return (loc()) end)())
local mt = setmetatable({}, {__index = function() return (tb()) end, __add = function() return (tb()) end, __call = function() return (tb()) end, __lt = function() tb() return true end, __concat = function() return (tb()) end})
print(mt.x)
print(mt + 1)
print((mt()))
local _ = mt < mt
print(out[#out])
print(mt .. "x")
for v in function(_, c) if not c then return (tb()) end end do print(v) end
do local c <close> = setmetatable({}, {__close = function() print(debug.traceback("closing")) end}) end
print(load("return (...)()")(loc))
local function tail() return loc() end
print((tail()))
