-- Classes whose functions stand in a block of their own.
local Shape = { kind = "shape" } do
  local made = 0

  function Shape.new(width, height)
    made = made + 1
    local self = { width = width, height = height, number = made }
    if width == height then
      self.square = true
    end
    return setmetatable(self, { __index = Shape })
  end

  function Shape:area()
    return self.width * self.height
  end

  function Shape.count()
    return made
  end
end -- class Shape

local Circle = { kind = "circle" } do
  setmetatable(Circle, { __index = Shape })

  local pi = 3

  function Circle.new(radius)
    local self = Shape.new(radius, radius)
    self.radius = radius
    return setmetatable(self, { __index = Circle })
  end

  function Circle:area()
    return pi * self.radius ^ 2
  end

  function Circle:describe()
    return self.kind .. " " .. Shape.area(self) .. " " .. self:area()
  end
end

do
  local made = "another local"
  print(made, Shape.count())
end

local shapes = { Shape.new(2, 3), Circle.new(2), Shape.new(4, 4) }
for _, shape in ipairs(shapes) do
  print(shape.kind, shape.number, shape.square, shape:area(), shape.describe and shape:describe())
end
print(Shape.count(), #shapes[1], pcall(function() return shapes[1]:describe() end))

-- Blocks that say something: what is closed, jumps, and locals that end.
do
  local log <close> = setmetatable({}, { __close = function() print("closed") end })
  print("open")
end
for i = 1, 3 do
  do
    if i == 2 then goto continue end
    print(i)
  end
  ::continue::
end
local x = 1
do
  local x = x + 1
  do
    local x = x + 1
    print(x)
  end
  print(x)
end
print(x)
local function early(flag)
  do
    if flag then return "early" end
  end
  do return "late" end
end
print(early(true), early(false))
