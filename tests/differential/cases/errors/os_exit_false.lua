-- Shows os.exit(false), inside a function and a pcall.
print "about to exit"
pcall(function()
  local x <close> = setmetatable({}, {__close = function() print "not closed" end})
  os.exit(false)
end)
print "never"
