-- Shows require of a module that returns a table, loaded once.
local shapes = require "shapes"
print(shapes.area(2, 3), require("shapes") == shapes, package.loaded.shapes == shapes)
print(select(2, require "shapes"), select("#", require "shapes"))
print(shapes.loads)
