-- Shows metatables and metamethods changed while objects are in use.
local mt = {}
local t = setmetatable({}, mt)
print(pcall(function() return t + 1 end))
mt.__add = function() return "v1" end
print(t + 1)
mt.__add = function() return "v2" end
print(t + 1)
mt.__add = nil
print(pcall(function() return t + 1 end))
mt.__index = {x = 1} print(t.x)
mt.__index = function() return "fn" end print(t.x)
mt.__index = nil print(t.x)
mt.__newindex = function(t, k, v) rawset(t, k, v .. "!") end
t.a = "v" print(t.a)
mt.__newindex = nil
t.b = "v" print(t.b)
mt.__len = function() return 5 end print(#t)
mt.__call = function() return "called" end print(t())
mt.__eq = function() return true end print(t == setmetatable({}, mt))
mt.__lt = function() return true end print(t < t)
mt.__concat = function() return "cc" end print(t .. 1)
mt.__unm = function() return "neg" end print(-t)
setmetatable(t, nil)
print(#t, pcall(function() return t() end))
print(t == {}, t.a)
