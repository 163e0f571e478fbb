local first = require "first"
local M = {name = "second"}
function M.back() return first end
function M.pong(n) if n == 0 then return "end at second" end return first.ping(n - 1) end
return M
