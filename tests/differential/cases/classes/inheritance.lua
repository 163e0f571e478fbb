-- Single inheritance in its usual spellings, methods of bases, fields of classes.
local Base = { limit = 10 }
Base.__index = Base
function Base.new(name)
    local self = setmetatable({}, Base)
    self.name = name
    return self
end
function Base:hello() return "base " .. self.name end
function Base:who() return self:hello() .. "/" .. self:kind() end
function Base:kind() return "Base" end
function Base.__tostring(o) return "<" .. o.name .. ">" end
function Base.__eq(a, b) return a.name == b.name end

local Literal = setmetatable({}, { __index = Base })
Literal.__index = Literal
Literal.__tostring = Base.__tostring
function Literal.new(name)
    local self = setmetatable(Base.new(name), Literal)
    self.extra = #name
    return self
end
function Literal:kind() return "Literal" .. self.extra end

local ByClass = setmetatable({}, Base)
ByClass.__index = ByClass
function ByClass.new(name, more)
    local self = Base.new(name)
    setmetatable(self, ByClass)
    self.more = more
    return self
end
function ByClass:hello() return "by class, " .. Base.hello(self) end

local Deep = setmetatable({}, { __index = ByClass })
Deep.__index = Deep
function Deep.new() return setmetatable({ name = "deep" }, Deep) end

local function Factory(name) return setmetatable({ name = name }, { __index = Literal }) end

local b, l, c, d, f = Base.new("b"), Literal.new("lit"), ByClass.new("cls", 1), Deep.new(), Factory("fac")
for i, o in ipairs({ b, l, c, d }) do
    print(i, o:who(), o.limit, o.extra, o.more)
end
f.extra = "?"
print(f:who())
print(tostring(b), tostring(l), (tostring(c):gsub("0x%x+", "0x")), (tostring(f):gsub("0x%x+", "0x")))
print(b == Base.new("b"), b ~= Base.new("b"), l == Literal.new("lit"), c == ByClass.new("cls"), b == nil, b == l)
Base.limit = 11
print(d.limit, Deep.limit)
Literal.limit = 12
print(l.limit, b.limit, f.limit)
l.limit = 13
print(l.limit, f.limit)
l.limit = nil
print(l.limit)
Literal.limit = nil
print(l.limit)
Base.kind = function() return "changed" end
print(b:who(), l:who(), d:who())
