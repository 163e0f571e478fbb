-- Shows metamethods reached only when numbers do not do: strings, floats without integer value.
local o = setmetatable({}, {__idiv = function(a, b) return "idiv" end, __mod = function(a, b) return "mod" end, __shl = function(a, b) return "shl " .. type(a) .. type(b) end,
  __bor = function(a, b) return "bor " .. type(a) .. type(b) end})
print(7 // o, o // 0, 7 % o, o % 0, 1.5 << o, "x" << o, o | 2.5, "1" | o, {} | o, nil | o)
print(pcall(function() return o & 1 end))
print(pcall(function() return 1.5 & o end))
print(pcall(function() return "x" & o end))
