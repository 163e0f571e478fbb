-- An instance may itself be a metatable.
local Thing = {}
Thing.__index = Thing
function Thing.new(x) return setmetatable({x = x}, Thing) end
function Thing:create(v) local made = setmetatable({}, self) made.v = v return made end
local thing = Thing.new(1)
local made = thing:create(2)
print(made.v, made.x, getmetatable(made) == thing)

-- A metatable that only says where fields come from has no `__call`, though the class has.
local Quiet = {}
function Quiet.new(x) return setmetatable({x = x}, {__index = Quiet}) end
function Quiet:get() return self.x end
Quiet.__call = function(self) return self.x end
local quiet = Quiet.new(3)
print(quiet:get(), pcall(function() return quiet(1) end))
