-- What is called is still a table where a metatable names it.
local Thing = {}
Thing.__index = Thing
function Thing.new(x) return setmetatable({x = x}, Thing) end
function Thing:get() return self.x end
Thing.__call = function(self, other) return "called" end
local thing = Thing.new(1)
local heir = setmetatable({}, {__index = thing})
print(heir.x, heir:get(), heir.nope, thing())
local store = setmetatable({}, {__newindex = thing})
store.y = 5
print(rawget(store, "y"), thing.y)
