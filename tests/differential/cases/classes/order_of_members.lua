-- What is set first stands in the body of a class; what is set over it comes behind.
local Shape = {size = math.huge}
Shape.__index = Shape
function Shape.new() return setmetatable({}, Shape) end
local same = Shape
function same:name() return "alias" end
function Shape:name() return "own" end
Shape.size = function() return "function" end
Shape.limit = math.pi
Shape.limit = 5
Shape.limit = nil
print(Shape.new():name(), Shape.new().size(), Shape.limit)

-- A nil hides nothing.
local Round = {radius = nil}
setmetatable(Round, {__index = Shape})
Round.__index = Round
Round.name = nil
Shape.radius = 3
function Round.new() return setmetatable({}, Round) end
print(Round.new().radius, Round.radius, Round.new():name())
Round.radius = 4
Round.radius = nil
print(Round.new().radius)

-- Nor does a class inherit what its base is called by.
local Caller = {}
Caller.__index = Caller
Caller.__call = function(self, x) return "called", x end
function Caller.new() return setmetatable({}, Caller) end
local Heir = setmetatable({}, {__index = Caller})
Heir.__index = Heir
function Heir.new() return setmetatable({}, Heir) end
local heir, caller = Heir.new(), Caller.new()
print(caller(1))
print(pcall(function() return heir(2) end))

-- A table that is there once may have fields of any name.
local names = {self = 1, cls = 2, fields = 3, name = 4, get = function() return 5 end}
names.self = names.self + 10
print(names.self, names.cls, names.fields, names.name, names.get())
