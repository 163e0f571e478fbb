local Animal = require((...):gsub("dog$", "animal"))
local Dog = setmetatable({sound = "woof"}, {__index = Animal})
Dog.__index = Dog
Dog.__tostring = function(d) return "Dog(" .. d.name .. ")" end
Dog.__eq = function(a, b) return a.name == b.name end
function Dog.new(name) return Animal.new(name, Dog) end
function Dog:kind() return "dog, an " .. Animal.kind(self) end
return Dog
