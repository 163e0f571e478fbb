-- Shows which function a message names when __eq is a library function.
local S = string
local mt = {__eq = S.rep}
local t = setmetatable({}, mt)
print(pcall(function() return t == setmetatable({}, mt) end))
print(pcall(function() return t == setmetatable({}, getmetatable(t)) end))
local id = function(...) return ... end
print(pcall(function() return t == id(setmetatable({}, mt)) end))
print(pcall(function() return setmetatable({}, mt) == t end))
print(pcall(function() return id(t) == t end))
print(pcall(function() return id(t) == setmetatable({}, mt) end))
mt.__lt = S.rep
mt.__add = S.rep
print(pcall(function() return t < id(setmetatable({}, mt)) end))
print(pcall(function() return t + id(setmetatable({}, mt)) end))
