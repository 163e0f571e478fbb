-- A metamethod that the base does not have is nil, whatever Python derives for its classes.
local Base = {}
Base.__index = Base
function Base.new(x) return setmetatable({x = x}, Base) end

local Derived = setmetatable({}, {__index = Base})
Derived.__index = Derived
Derived.__idiv = Base.__idiv
Derived.__eq = Base.__eq
Derived.__tostring = Base.__tostring
function Derived.new(x) return setmetatable({x = x}, Derived) end

print(pcall(function() return Derived.new(1) // 2 end))
print(Derived.new(1) == Derived.new(1), Derived.__eq, Derived.__tostring)
