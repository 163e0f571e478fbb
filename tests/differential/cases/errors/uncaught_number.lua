-- Shows an uncaught error that is a number.
local function f() error(42) end
print "x"
f()
