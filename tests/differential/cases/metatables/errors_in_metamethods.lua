-- Shows errors raised inside metamethods, and their positions.
local mt = {}
for _, e in ipairs {"add", "index", "newindex", "call", "eq", "lt", "le", "concat", "len", "unm", "tostring"} do mt["__" .. e] = function()
    error(e)
  end
end
local o, p = setmetatable({}, mt), setmetatable({}, mt)
print(pcall(function() return o + 1 end))
print(pcall(function() return o.x end))
print(pcall(function() o.x = 1 end))
print(pcall(function() return o() end))
print(pcall(function() return o == p end))
print(pcall(function() return o < p end))
print(pcall(function() return o <= p end))
print(pcall(function() return o .. "" end))
print(pcall(function() return #o end))
print(pcall(function() return -o end))
print(pcall(tostring, o))
mt.__index = function(_, k) error("no field " .. k, 2) end
print(pcall(function() return o.field end))
