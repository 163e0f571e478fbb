-- Shows errors raised in __index functions with levels.
local strict = setmetatable({}, {__index = function(_, k) error("unknown field '" .. tostring(k) .. "'", 2) end})
print(pcall(function() return strict.x end))
print(pcall(function()
  local y =
    strict.y
end))
print(pcall(function() strict:method() end))
print(pcall(rawget, strict, "x"))
local chain = setmetatable({}, {__index = strict})
print(pcall(function() return chain.z end))
