-- Shows os.exit called inside a coroutine.
local co = coroutine.wrap(function() print "in coroutine"; os.exit(3) end)
co()
print "never"
