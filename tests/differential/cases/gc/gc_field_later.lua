-- Shows that __gc must be in the metatable when it is set, any value will do to mark.
local log = {}
local mt = {}
do local o = setmetatable({}, mt) mt.__gc = function() log[#log + 1] = "late" end end
collectgarbage()
collectgarbage()
print(#log)
local mt2 = {__gc = true}
do local o = setmetatable({}, mt2) mt2.__gc = function() log[#log + 1] = "replaced" end end
collectgarbage()
collectgarbage()
print(table.concat(log, " "))
do local o = setmetatable({}, {__gc = 5}) end
collectgarbage()
print "odd __gc values are ignored"
