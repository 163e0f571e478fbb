--- Classes with single inheritance, mixins, inherited metamethods and class-side members.
--
--   local Animal = class("Animal")
--   function Animal:initialize(name) self.name = name end
--   local Dog = Animal:subclass("Dog")
--   local rex = Dog("Rex")

local type, pairs, ipairs, rawget, rawset, setmetatable, getmetatable =
  type, pairs, ipairs, rawget, rawset, setmetatable, getmetatable

local metamethods = {}
for name in ([[__add __sub __mul __div __mod __pow __unm __idiv __band __bor __bxor __shl __shr __bnot
    __concat __len __eq __lt __le __call __tostring __name __pairs __close __gc __mode __metatable]]):gmatch("%g+") do
  metamethods[name] = true
end

local class = setmetatable({ _VERSION = "class 2.0" }, {
  __call = function(self, ...) return self.new(...) end,
})

local class_of = setmetatable({}, { __mode = "k" }) -- instance metatable -> class

-- Lookup of instance members: either the class's dictionary, or an __index of the user's first.
local function instance_index(klass)
  local own = rawget(klass, "__user_index")
  local members = klass.__members
  if own == nil then return members end
  return function(self, key)
    local value = members[key]
    if value ~= nil then return value end
    if type(own) == "function" then return own(self, key) end
    return own[key]
  end
end

local function propagate(klass, name, value)
  local meta = klass.__instance_meta
  if name == "__index" then
    rawset(klass, "__user_index", value)
    meta.__index = instance_index(klass)
  elseif metamethods[name] or name == "__newindex" then
    meta[name] = value
  end
  for subclass in pairs(klass.subclasses) do
    if rawget(subclass.__own, name) == nil then propagate(subclass, name, value) end
  end
end

local function declare(klass, name, value)
  klass.__own[name] = value
  if value == nil and klass.super then value = klass.super.__members[name] end
  if name:sub(1, 2) == "__" then
    propagate(klass, name, value)
  end
  klass.__members[name] = value
end

local class_meta = {
  __newindex = declare,
  __tostring = function(klass) return "class " .. klass.name end,
  __call = function(klass, ...) return klass:new(...) end,
  __name = "class",
}
class_meta.__index = function(klass, key)
  local members = rawget(klass, "__members")
  local value = members and members[key]
  if value ~= nil then return value end
  local static = rawget(klass, "static")
  return static and static[key]
end
class_meta.__lt = function(a, b) return a ~= b and a:is_subclass_of(b) end
class_meta.__le = function(a, b) return a == b or a:is_subclass_of(b) end

local Object

local function create(name, super)
  local members, static, own = {}, {}, {}
  local meta = { __index = members }
  local klass = {
    name = name, super = super, static = static, subclasses = setmetatable({}, { __mode = "k" }), mixins = {},
    __members = members, __instance_meta = meta, __own = own,
  }
  class_of[meta] = klass
  if super then
    setmetatable(members, { __index = super.__members })
    setmetatable(static, { __index = super.static })
    for key, value in pairs(super.__instance_meta) do
      if key ~= "__index" then meta[key] = value end
    end
    rawset(klass, "__user_index", rawget(super, "__user_index"))
    super.subclasses[klass] = true
  end
  meta.__index = instance_index(klass)
  return setmetatable(klass, class_meta)
end

--- Makes a class; without a parent it inherits from `class.Object`.
function class.new(name, super)
  if type(name) ~= "string" then
    error("a name (string) is needed for a class, got " .. type(name), name == nil and super == nil and 3 or 2)
  end
  return (super or Object):subclass(name)
end

--- The class of an instance, or nil.
function class.of(instance)
  if type(instance) ~= "table" then return nil end
  local meta = getmetatable(instance)
  return type(meta) == "table" and class_of[meta] or nil
end

function class.is_class(value)
  return getmetatable(value) == class_meta
end

Object = create("Object", nil)
class.Object = Object

local static = Object.static

function static:allocate()
  return setmetatable({}, self.__instance_meta)
end

function static:new(...)
  local instance = self:allocate()
  local initialize = self.__members.initialize
  if initialize then initialize(instance, ...) end
  return instance
end

function static:subclass(name)
  assert(class.is_class(self), "subclass is called with ':' on a class")
  local klass = create(name, self)
  self:subclassed(klass)
  return klass
end

function static:subclassed(_) end

function static:is_subclass_of(other)
  local klass = self.super
  while klass do
    if klass == other then return true end
    klass = klass.super
  end
  return false
end

local function includes(klass, mixin)
  repeat
    if klass.mixins[mixin] then return true end
    klass = klass.super
  until not klass
  return false
end

function static:includes(mixin) return includes(self, mixin) end

function static:include(...)
  for index = 1, select("#", ...) do
    local mixin = select(index, ...)
    if type(mixin) ~= "table" then
      error(("bad mixin #%d for %s (table expected, got %s)"):format(index, self.name, type(mixin)), 2)
    end
    for key, value in pairs(mixin) do
      if key == "static" then
        for name, method in pairs(value) do self.static[name] = method end
      elseif key ~= "included" then
        self[key] = value
      end
    end
    self.mixins[mixin] = true
    if mixin.included then mixin:included(self) end
  end
  return self
end

function static:ancestors()
  local list, klass = {}, self
  while klass do
    list[#list + 1] = klass.name
    klass = klass.super
  end
  return list
end

-- A property is a pair of a getter and a setter, reached like a field.
function static:property(name, getter, setter)
  local properties = rawget(self, "properties")
  if not properties then
    properties = setmetatable({}, { __index = self.super and self.super.properties })
    rawset(self, "properties", properties)
    self.__index = function(_, key)
      local property = properties[key]
      if property then return property.get(_) end
      return nil
    end
    self.__newindex = function(instance, key, value)
      local property = properties[key]
      if not property then return rawset(instance, key, value) end
      if not property.set then error(("property '%s' of %s is read-only"):format(key, self.name), 2) end
      return property.set(instance, value)
    end
  end
  properties[name] = { get = getter, set = setter }
  return self
end

function Object:instanceof(klass)
  local own = class.of(self)
  return own == klass or own:is_subclass_of(klass)
end

function Object:class() return class.of(self) end

-- `self:super("method", ...)` looks above the class in which the running method was declared.
function Object:call_super(klass, method, ...)
  local parent = klass.super
  local inherited = parent and parent.__members[method]
  if not inherited then
    error(("no method '%s' above %s"):format(method, klass.name), 2)
  end
  return inherited(self, ...)
end

function Object:__tostring()
  return "instance of " .. class.of(self).name
end

return class
