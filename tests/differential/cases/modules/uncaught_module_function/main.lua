-- Shows an uncaught error inside a function of a module called from the main chunk.
local util = require "util"
print(util.safe(1))
local function run(x) local r = util.check(x) return r end
run(nil)
