-- Shows classes spread over modules, with inheritance across files.
local Dog = require "animals.dog"
local Animal = require "animals.animal"
local d = Dog.new("Rex")
print(d:speak(), d:kind(), d.count(), getmetatable(d) == Dog, getmetatable(Dog).__index == Animal)
Animal.sound = "changed"
print(Animal.new("Cow"):speak(), d:speak())
print(tostring(d), d == Dog.new("Rex"), d == Dog.new("Max"))
