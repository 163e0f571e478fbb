-- Every object with a metatable of its own, all of which inherit from the same table.
local Class = {name = "class"}
function Class:get() return self.x end
function Class:set(x) self.x = x end

local function new(x) return setmetatable({x = x}, {__index = Class}) end

local objects = {}
for i = 1, 60 do objects[i] = new(i) end
local sum = 0
for round = 1, 20 do
  for _, object in ipairs(objects) do
    object:set(object:get() + round)
    sum = sum + object.x
  end
end
print(sum, objects[7].name, objects[8].nothing, rawget(objects[9], "name"))

-- The table that all inherit from changes.
Class.name = "changed"
Class.more = function(self) return "more " .. self.x end
print(objects[1].name, objects[50].name, objects[50]:more())

-- One metatable changes, the others do not.
getmetatable(objects[3]).__index = {name = "other"}
print(objects[3].name, objects[3].get, objects[4].name, objects[4]:get())
getmetatable(objects[4]).__index = nil
print(objects[4].name, objects[5].name)
getmetatable(objects[5]).__index = function(object, k) return tostring(k) .. "!" end
print(objects[5].name, objects[5][false], objects[6].name)
rawset(getmetatable(objects[6]), "__index", {name = "raw"})
print(objects[6].name, objects[7].name)
getmetatable(objects[7]).__newindex = function(object, k, value) rawset(object, k, value .. " by metamethod") end
objects[7].y, objects[8].y = "set", "set"
print(objects[7].y, objects[8].y, objects[7].name)
getmetatable(objects[9]).__eq = function() return true end
print(objects[9] == objects[10], objects[10] == objects[11], objects[11] == objects[9])
getmetatable(objects[12]).__len = function() return 42 end
getmetatable(objects[12]).__call = function(self, a) return self:get() + a end
print(#objects[12], objects[12](1), #objects[13], pcall(function() return objects[13]() end))
getmetatable(objects[13]).__tostring = function() return "thirteen" end
print(tostring(objects[13]), (tostring(objects[14]):gsub("0x%x+", "address")))
setmetatable(objects[15], nil)
print(objects[15].name, objects[15].x)
setmetatable(objects[16], getmetatable(objects[17]))
print(objects[16].name, getmetatable(objects[16]) == getmetatable(objects[17]))
setmetatable(objects[16], {__index = objects[18]})
print(objects[16].name, objects[16].x, objects[16]:get())
getmetatable(objects[17]).__index = objects[16]
print(objects[17].name, objects[17]:get())

-- Rings.
local a, b = {}, {}
for i = 1, 30 do local _ = setmetatable({}, {__index = a}).x; local _ = setmetatable({}, {__index = b}).x end
setmetatable(a, {__index = b})
print(a.x, b.x)
setmetatable(b, {__index = a})
for i = 1, 40 do
  local ok, message = pcall(function() return a.x end)
  if i % 20 == 0 then print(ok, message) end
end
for i = 1, 40 do
  local ok, message = pcall(function() return setmetatable({}, {__index = a}).x end)
  if i % 20 == 0 then print(ok, message) end
end
a.x = "end"
print(a.x, b.x, setmetatable({}, {__index = b}).x)

-- A metatable that is its own `__index`, and scopes that inherit from each other.
local own = {}
own.__index = own
own.value = 5
for i = 1, 30 do assert(setmetatable({}, own).value == 5) end
local scope = {depth = 0, top = "top"}
for i = 1, 100 do scope = setmetatable({depth = i}, {__index = scope}) end
local found = 0
for i = 1, 50 do found = found + #scope.top end
print(found, scope.depth, scope.missing)

-- Fields that are nil, and what ends them.
local function fields(x, y) return setmetatable({x = x, y = y}, {__index = Class}) end
for i = 1, 40 do fields(i, nil) end
local last = fields(nil, 2)
print(last.x, last.y, next(last))
for k, v in pairs(fields(1)) do print(k, v) end
