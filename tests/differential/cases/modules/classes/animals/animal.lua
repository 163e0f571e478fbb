local Animal = {sound = "..."}
Animal.__index = Animal
local created = 0
function Animal.new(name, class) created = created + 1 return setmetatable({name = name}, class or Animal) end
function Animal:speak() return self.name .. " says " .. self.sound end
function Animal:kind() return "animal" end
function Animal.count() return created end
return Animal
