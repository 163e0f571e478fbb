-- Shows an error in __close when a block ends normally.
do
  local r <close> = setmetatable({}, {__close = function() error("close failed") end})
  print "body"
end
print "never"
