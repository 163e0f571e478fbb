-- Shows finalizers running in reverse order of setmetatable, at collection and at exit.
local log = {}
local function obj(n) return setmetatable({}, {__gc = function() log[#log + 1] = n end}) end
do local a, b, c = obj "a", obj "b", obj "c" a, b, c = nil, nil, nil end
collectgarbage()
collectgarbage()
print(table.concat(log, " "))
x1 = setmetatable({}, {__gc = function() print("exit 1") end})
x2 = setmetatable({}, {__gc = function() print("exit 2") end})
x3 = setmetatable({}, {__gc = function() print("exit 3") end})
print "end"
