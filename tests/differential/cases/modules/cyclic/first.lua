local M = {name = "first"}
package.loaded[...] = M
local second = require "second"
function M.other() return second end
function M.ping(n) if n == 0 then return "end at first" end return second.pong(n - 1) end
return M
