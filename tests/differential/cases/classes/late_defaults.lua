-- A field that was set to nil is found in the class once it is there.
local Base = {}
Base.__index = Base
function Base.new() return setmetatable({}, Base) end
function Base:get() return self.count end

local Derived = setmetatable({}, {__index = Base})
Derived.__index = Derived
function Derived.new() return setmetatable({count = 1}, Derived) end

local first, second = Base.new(), Derived.new()
first.count = 2
first.count = nil
second.count = nil
print(first.count, second:get(), Derived.count, Base.count)
Derived.count = nil
print(second.count, Derived.count)
Base.count = 5
print(first.count, second:get(), Derived.count)
Derived.count = 6
print(first.count, second.count)
Derived.count = nil
Base.count = nil
print(first:get(), second.count, Derived.count)
