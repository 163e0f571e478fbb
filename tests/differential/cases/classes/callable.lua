-- Classes that are called, and instances that are.
local Point = {}
Point.__index = Point
-- Makes a point.
setmetatable(Point, {
    __call = function(cls, x, y)
        return setmetatable({ x = x or 0, y = y or 0 }, cls)
    end,
})
function Point:__tostring() return "(" .. self.x .. "," .. self.y .. ")" end
function Point:__call(dx, ...) return self.x + dx, select("#", ...), ... end
function Point.from(t) return Point(t[1], t[2]) end

local Base = setmetatable({}, { __call = function(cls, ...) return cls.new(...) end })
Base.__index = Base
function Base.new(n) return setmetatable({ n = n }, Base) end
function Base:get() return self.n end
local Derived = setmetatable({}, { __index = Base, __call = function(cls, n) return cls.create(n + 1), "two" end })
Derived.__index = Derived
function Derived.create(n)
    local self = setmetatable({}, Derived)
    self.n = n
    return self
end
local Silent = setmetatable({}, { __index = Base })
Silent.__index = Silent
function Silent.make() return setmetatable({ n = 0 }, Silent) end

local p = Point(3, 4)
print(tostring(p), tostring(Point()), tostring(Point.from({ 5, 6 })))
print(p(1), p(1, nil, 2), (p(10)))
print(Base(7):get(), Derived(7):get(), select("#", Derived(1)), Silent.make():get())
print(pcall(function() return Base(1)(2) end))
print(select("#", pcall(Base, 9)))
local made = {}
for i, class in ipairs({ Base, Derived }) do made[i] = class(i):get() end
print(made[1], made[2], type(Base), type(p))
local function apply(f, ...) return f(...) end
print(apply(Base, 4).n, apply(Derived, 4).n, apply(p, 2))
local wrapped = coroutine.wrap(function() local b = Base(coroutine.yield(1)) coroutine.yield(b.n) end)
print(wrapped(), wrapped(5))
print(pcall(function() return Point.nothing() end))

local Mute = {}
Mute.__index = Mute
function Mute.new() return setmetatable({}, Mute) end
print(pcall(function() return Mute(1) end))
print(pcall(function() return Mute.new()(1) end))
