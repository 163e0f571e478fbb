-- Shows an uncaught assertion.
local function validate(v) return assert(v, "validation failed") end
print(validate(1))
validate(false)
