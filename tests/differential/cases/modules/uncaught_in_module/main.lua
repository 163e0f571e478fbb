-- Shows an uncaught error inside a required module with its traceback.
print "before"
local function load_it() return require "bad" end
local m = load_it()
print "never"
