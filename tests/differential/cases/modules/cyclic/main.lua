-- Shows modules that require each other, with package.loaded set early.
local first = require "first"
print(first.name, first.other().name, first.other().back().name)
print(first.ping(5))
