-- Shows finalizers run when the program ends, in reverse order, and errors in them as warnings.
local a = setmetatable({}, {__gc = function() print "finalizer a" end})
local b = setmetatable({}, {__gc = function() print "finalizer b" end})
local mt = {}
local late = setmetatable({}, mt)
mt.__gc = function() print "never: __gc was set too late" end
local c = setmetatable({}, {__gc = function() error("ignored") end})
global_object = setmetatable({}, {__gc = function(o) print("finalizer global", type(o), type(print)) end})
print "end of main"
