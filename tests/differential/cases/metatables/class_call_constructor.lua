-- Shows classes that are called to make instances, with generic class().
local function class(parent)
  local c = {}
  c.__index = c
  return setmetatable(c, {__index = parent, __call = function(cls, ...)
    local o = setmetatable({}, cls)
    if cls.init then cls.init(o, ...) end
    return o
  end})
end
local Shape = class()
function Shape:init(name) self.name = name end
function Shape:area() return 0 end
function Shape:describe() return self.name .. " " .. self:area() end
local Square = class(Shape)
function Square:init(side) Shape.init(self, "square"); self.side = side end
function Square:area() return self.side ^ 2 end
local Circle = class(Shape)
function Circle:area() return 3 end
print(Shape("s"):describe(), Square(3):describe(), Circle("c"):describe())
print(pcall(function() return Square() .. "" end))
print(rawget(Square(2), "side"), Square.describe == Shape.describe)
