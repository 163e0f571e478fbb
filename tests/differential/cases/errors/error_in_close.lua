-- Shows which error wins when bodies and closers fail.
local function closer(e)
  return setmetatable({}, {__close = function(_, prev) if e then error(e .. (prev and "<" .. tostring(prev) .. ">" or ""), 0) end end})
end
print(pcall(function() local a <close> = closer("A") error("body", 0) end))
print(pcall(function() local a <close> = closer("A") local b <close> = closer("B") end))
print(pcall(function() local a <close> = closer(nil) local b <close> = closer("B") error("body", 0) end))
print(pcall(function() for i = 1, 2 do local a <close> = closer("L" .. i) end end))
print(pcall(function() local a <close> = closer("R") return "value" end))
print(pcall(function()
  local ok, e = pcall(function() local a <close> = closer("inner") end)
  return "recovered", ok, e
end))
