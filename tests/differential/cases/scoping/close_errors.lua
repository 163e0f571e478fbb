-- Shows errors inside __close: they replace the error in flight and later closers see them.
local function res(name, fails)
  return setmetatable({}, {__close = function(_, err)
    print("close", name, err)
    if fails then error(fails, 0) end
  end})
end
print(pcall(function()
  local a <close> = res("a")
  local b <close> = res("b", "error in b")
  local c <close> = res("c")
  print "body"
end))
print(pcall(function()
  local a <close> = res("a", "error in a")
  local b <close> = res("b", "error in b")
  local c <close> = res("c", "error in c")
  error("body error", 0)
end))
print(pcall(function()
  local a <close> = res("a", true)
  return "value"
end))
print(pcall(function()
  local ok <close> = res("ok")
  local bad <close> = 42
end))
print(pcall(function()
  local ok <close> = res("ok")
  local bad <close> = {}
end))
print(pcall(function() local s <close> = "str" end))
