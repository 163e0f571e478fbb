-- Others may ask a module for what it does not have.
local shapes = require("shapes")
print(shapes.area(2, 3), shapes.limit, shapes.nope)
print(pcall(function() return shapes.count() end))
