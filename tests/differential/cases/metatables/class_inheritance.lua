-- Shows inheritance, super calls, overriding and class methods.
local Animal = {}
Animal.__index = Animal
function Animal.new(cls, name) local o = setmetatable({}, cls); o.name = name; return o end
function Animal:speak() return self.name .. " makes a sound" end
function Animal:kind() return "animal" end
local Dog = setmetatable({}, {__index = Animal})
Dog.__index = Dog
function Dog.new(cls, name, breed) local o = Animal.new(cls, name); o.breed = breed; return o end
function Dog:speak() return Animal.speak(self) .. ": woof" end
local Puppy = setmetatable({}, {__index = Dog})
Puppy.__index = Puppy
function Puppy:speak() return Dog.speak(self):upper() end
for _, o in ipairs {Animal.new(Animal, "generic"), Dog.new(Dog, "rex", "lab"), Puppy.new(Puppy, "bit", "pug")} do
  print(o:speak(), o:kind(), o.breed)
end
function Animal:kind() return "changed" end
print(Puppy.new(Puppy, "x"):kind())
local function is_a(o, cls)
  local m = getmetatable(o)
  while m do if m == cls then return true end local mm = getmetatable(m); m = mm and mm.__index end
  return false
end
local p = Puppy:new("z")
print(is_a(p, Dog), is_a(p, Animal), is_a(p, {}), p.name)
