-- Shows os.exit(true, true) closing the state: finalizers run.
local keep = setmetatable({}, {__gc = function() print "finalized" end})
print "before"
os.exit(true, true)
