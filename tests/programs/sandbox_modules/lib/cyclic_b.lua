local A = require("lib.cyclic_a")
local B = { name = "b" }
function B.greet() return "b knows " .. A.name .. ", " .. (A.greet and A.greet() or "too early") end
return B
