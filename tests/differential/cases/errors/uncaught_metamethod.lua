-- Shows a traceback through metamethods.
local mt = {__index = function(t, k) error("no field '" .. k .. "'") end, __add = function(a, b) return a.missing end}
local o = setmetatable({}, mt)
local function f() return o + 1 end
f()
