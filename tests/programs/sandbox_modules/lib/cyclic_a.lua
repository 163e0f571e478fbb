local A = { name = "a" }
package.loaded[...] = A
local B = require("lib.cyclic_b")
function A.greet() return "a knows " .. B.name end
return A
