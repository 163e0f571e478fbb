-- Shows an uncaught error value with __tostring.
print "one"
error(setmetatable({}, {__tostring = function() return "custom error text" end}))
