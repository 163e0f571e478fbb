-- Members named like words of Python, found by objects whose kind nobody knows.
local Shape = {staticmethod = 15, Table = 3, items = {1, 2}}
Shape.__index = Shape
function Shape.new(x) return setmetatable({x = x}, Shape) end
function Shape:is(other) return self.x, other end
function Shape.classmethod(x) return x end
print(Shape.staticmethod, Shape.Table, Shape.items[2], Shape.classmethod(4), Shape.new(5):is(6))

local Plain = {lambda = 5}
Plain.__index = Plain
function Plain.new(x) return setmetatable({x = x, def = x}, Plain) end
function Plain:is(other) return self.x, other end
local function ask(thing)
    return thing:is(2), thing.def, thing.lambda
end
print(pcall(ask, Plain.new(1)))
print(pcall(ask, 7))
local function change(thing)
    thing.def = 8
    thing["is"] = nil
    thing.lambda = nil
    return thing.def, thing.lambda
end
print(pcall(change, Plain.new(1)))
print(pcall(change, true))
