local class = require("class")
local mixins = require("mixins")

local function check(label, ...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = tostring((select(i, ...))) end
  print(label .. ":", table.concat(out, " "))
end

-- Inheritance --------------------------------------------------------------------------------
local Animal = class("Animal")
Animal.static.count = 0
Animal.static.legs = 4
function Animal.static:census() return self.name .. "=" .. tostring(self.count) end
function Animal.static:subclassed(klass) self.static.last_subclass = klass.name end

function Animal:initialize(name, sound)
  self.name, self.sound = name, sound
  Animal.static.count = Animal.static.count + 1
end
function Animal:speak() return self.name .. " says " .. (self.sound or "nothing") end
function Animal:describe() return ("%s (%s)"):format(self:speak(), self:kind()) end
function Animal:kind() return "animal" end

local Dog = class("Dog", Animal)
function Dog:initialize(name, ...)
  Animal.initialize(self, name, "woof")
  self.tricks = { ... }
end
function Dog:kind() return "dog, " .. self:call_super(Dog, "kind") end
function Dog:__len() return #self.tricks end
function Dog:__call(trick) return self.name .. " does " .. trick end
function Dog:__concat(other)
  return (type(self) == "table" and self.name or self) .. "&" .. (type(other) == "table" and other.name or other)
end

local Puppy = Dog:subclass("Puppy")
Puppy.static.legs = "4 small"
function Puppy:speak() return (self:call_super(Puppy, "speak"):gsub("woof", "yip")) end
function Puppy:kind() return "puppy, " .. self:call_super(Puppy, "kind") end

local rex, bit = Dog("Rex", "sit", "roll"), Puppy:new("Bit", "nap")
check("speak", rex:speak(), "/", bit:speak())
check("describe", rex:describe(), "/", bit:describe())
check("length", #rex, #bit)
check("call", rex("sit"), "/", bit("nap"))
check("concat", rex .. bit, "/", rex .. "x", "/", "x" .. bit, "/", rex .. bit .. rex)
check("class side", Dog.legs, Puppy.legs, Animal.legs, Animal:census(), Dog:census(), Puppy.last_subclass)
Dog.static.count = "own"
check("class side shadowing", Dog:census(), Puppy:census(), Animal:census())
check("tostring", rex, bit, Dog, Puppy, class.Object)
check("instanceof", rex:instanceof(Dog), rex:instanceof(Puppy), bit:instanceof(Animal), bit:instanceof(class.Object))
check("classes ordered", Puppy < Animal, Puppy <= Puppy, Animal < Puppy, Animal > Dog, Dog >= Dog)
check("ancestors", table.concat(Puppy:ancestors(), " > "))
check("class of", class.of(rex), class.of(bit), class.of({}), class.of(1), class.of("s"))
check("is class", class.is_class(Dog), class.is_class(rex), class.is_class(nil), class.is_class("x"))

-- Late changes reach subclasses, unless they have their own
function Animal:__tostring() return "<" .. self.name .. ">" end
check("late tostring", rex, bit)
function Dog:__tostring() return "[" .. self.name .. "]" end
check("own tostring", Animal("Tom", "meow"), rex, bit)
function Animal:__tostring() return "{" .. self.name .. "}" end
check("kept tostring", Animal("Tom"), rex, bit)
Dog.__tostring = nil
check("removed tostring", rex, rawget(Dog.__own, "__tostring"))
function Animal:late() return "late " .. self.name end
check("late method", bit:late())
Puppy.late = function() return "own late" end
check("override", bit:late(), rex:late())
Puppy.late = nil
check("removed override", bit:late())

-- Operators ----------------------------------------------------------------------------------
local Vector = class("Vector")
function Vector:initialize(x, y) self.x, self.y = x, y end
function Vector.__add(a, b) return a:class()(a.x + b.x, a.y + b.y) end
function Vector.__mul(a, b)
  if type(a) == "number" then return b:class()(a * b.x, a * b.y) end
  if type(b) == "number" then return b * a end
  return a.x * b.x + a.y * b.y
end
function Vector:__unm() return self:class()(-self.x, -self.y) end
function Vector:__eq(other) return self.x == other.x and self.y == other.y end
function Vector:__tostring() return ("%s(%g, %g)"):format(self:class().name, self.x, self.y) end
function Vector:__idiv(n) return self:class()(self.x // n, self.y // n) end
function Vector:__shl(n) return self:class()(self.x << n, self.y << n) end
function Vector:__band(mask) return self:class()(self.x & mask, self.y & mask) end
function Vector:__bnot() return self:class()(~self.x, ~self.y) end
function Vector:__index(key)
  if key == "length" then return (self * self) ^ 0.5 end
  if math.type(key) == "integer" then return ({ self.x, self.y })[key] end
end
local Named = Vector:subclass("Named")
local a, b = Vector(3, 4), Named(6, 8)
check("add", a + b, b + a, a + a)
check("scale", 2 * a, b * 3, a * b, -b)
check("other operators", b // 4, a << 2, b & 4, ~a)
check("equality", a == Vector(3, 4), a ~= b, b == 2 * a, rawequal(a, Vector(3, 4)))
check("virtual fields", a.length, b.length, a[1], b[2], b[3], a.nothing)
check("error", pcall(function() return a .. b end))
check("error", select(2, pcall(function() return a < b end)))
check("error", select(2, pcall(function() return #Vector(1, 2).x.y end)))

-- Mixins -------------------------------------------------------------------------------------
local Version = class("Version"):include(mixins.Comparable)
function Version:initialize(text)
  self.parts = {}
  for part in text:gmatch("%d+") do self.parts[#self.parts + 1] = tonumber(part) end
end
function Version:compare(other)
  for i = 1, math.max(#self.parts, #other.parts) do
    local difference = (self.parts[i] or 0) - (other.parts[i] or 0)
    if difference ~= 0 then return difference end
  end
  return 0
end
function Version:__tostring() return table.concat(self.parts, ".") end
local Release = Version:subclass("Release")
local list = {}
for text in ("1.10 1.2.9 1.2 0.9 1.2.0.1 2"):gmatch("%S+") do list[#list + 1] = Release(text) end
table.sort(list)
for i, version in ipairs(list) do list[i] = tostring(version) end
check("sorted", table.concat(list, " < "))
check("compare", Version("1.2") == Release("1.2.0"), Version("1.2") < Version("1.10"), Version("2") <= Version("1.9"))
check("between", Release("1.5"):between(Version("1"), Version("2")), Version("3"):clamp(Version("1"), Version("2")))
check("includes", Release:includes(mixins.Comparable), Vector:includes(mixins.Comparable))
check("bad mixin", pcall(Version.include, Version, {}, 42))

local Bag = class("Bag")
Bag:include(mixins.Enumerable, mixins.Observable)
function Bag:initialize(items) self.items = items or {} end
function Bag:each() return ipairs(self.items) end
function Bag:add(item)
  self.items[#self.items + 1] = item
  return self:emit("add", item, #self.items)
end
function Bag:__pairs() return next, self.items, nil end
local bag = Bag:of(3, 1, 2)
check("mixin map", table.concat(bag:map(function(x) return x * x end), ","))
check("mixin reduce", bag:reduce(math.max, -math.huge), bag:reduce(function(s, x) return s + x end, 0))
check("mixin select", table.concat(bag:select(function(x, i) return x > 1 and i > 1 end), ","))
local log = {}
bag:on("add", function(self, item, at) log[#log + 1] = item .. "@" .. at .. (self == bag and "" or "?") end)
bag:on("add", function(_, ...) log[#log + 1] = select("#", ...) end)
check("events", bag:add("x"), bag:add("y"), bag:emit("none"), table.concat(log, " "))
local seen = 0
for key, item in pairs(bag) do seen = seen + key end
check("pairs", seen, type(Bag.events))

-- Properties ---------------------------------------------------------------------------------
local Temperature = class("Temperature")
function Temperature:initialize(celsius) rawset(self, "celsius", celsius) end
Temperature:property("fahrenheit", function(self) return self.celsius * 9 / 5 + 32 end,
  function(self, value) self.celsius = (value - 32) * 5 // 9 end)
Temperature:property("kelvin", function(self) return self.celsius + 273.15 end)
local today = Temperature(20)
check("property", today.fahrenheit, today.kelvin, today.celsius)
today.fahrenheit = 212
today.note = "boiling"
check("set", today.celsius, today.note, rawget(today, "fahrenheit"))
check("read-only", pcall(function() today.kelvin = 1 end))

-- Errors and odd uses ------------------------------------------------------------------------
check("no method", pcall(function() return rex:fly() end))
check("no super", pcall(function() return rex:call_super(Animal, "kind") end))
check("no name", pcall(class))
check("bad name", pcall(class.new, 42))
check("wrong call", pcall(function() Dog.subclass("X") end))
check("closing", (function()
  local Guard = class("Guard")
  local order = {}
  function Guard:initialize(name) self.name = name end
  function Guard:__close(problem) order[#order + 1] = self.name .. ":" .. tostring(problem) end
  local ok, problem = pcall(function()
    local _ <close> = Guard("outer")
    local _ <close> = Guard:subclass("Sub")("inner")
    error("boom", 0)
  end)
  return ok, problem, table.concat(order, " ")
end)())
local counter = setmetatable({}, { __index = function(t, k) t[k] = 0 return 0 end })
for klass = 1, 3 do
  local K = class("K" .. klass)
  for _ = 1, klass * 2 do counter[class.of(K()).name] = counter[class.of(K:new()).name] + 1 end
end
check("counts", counter.K1, counter.K2, counter.K3)
local deep = class("Deep0")
function deep:level() return 0 end
for i = 1, 30 do
  local parent = deep
  deep = parent:subclass("Deep" .. i)
  function deep:level() return 1 + parent.__members.level(self) end
end
check("deep", deep():level(), #deep:ancestors(), deep():instanceof(class.Object))
