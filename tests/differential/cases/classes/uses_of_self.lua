-- Functions of a class, found through instances and classes, with a dot and with a colon.
local Shape = {}
Shape.__index = Shape
Shape.count = 0

function Shape.new(kind, size)
    Shape.count = Shape.count + 1
    return setmetatable({ kind = kind, size = size }, Shape)
end

function Shape:area() return self.size * self.size end
function Shape.double(n) return n * 2 end
function Shape:create(...) return self.new(...) end
function Shape.describe(self, prefix) return prefix .. self.kind .. ":" .. self:area() end
Shape.alias = Shape.area
Shape.late = nil

local s = Shape.new("square", 3)
print(s:area(), Shape.area(s), s.area(s), s.double(21), Shape.double(4), s:describe("<"), Shape.describe(s, ">"))
print(Shape:create("box", 2):area(), Shape.count, s.count)
print(s:alias(), rawequal(Shape.alias, Shape.area), Shape.alias == Shape.area)
local method = s.area
print(method(Shape.new("x", 5)))
for _, name in ipairs({ "a", "b" }) do
    local made = Shape.new(name, #name)
    print(made.kind, made.size, made.missing)
end
s.area = function(self) return "own " .. self.size end
print(s:area(), Shape.new("y", 4):area())
s.area = nil
print(s:area())
Shape.late = function(self) return "late " .. self.kind end
print(s:late())
function Shape:area() return "replaced" end
print(s:area(), Shape.new("z", 1):area())
print(pcall(function() return s:nothing() end))
print(pcall(function() return s.nothing.deeper end))
print(pcall(function() s.nothing.deeper = 1 end))
print(pcall(function() return Shape.new("n"):area2() end))
print(select("#", s:area()), type(s), type(Shape))
