-- Shows inheritance of metamethods, operators between classes, and metatables that change while they are used.
local Base = {}
Base.__index = Base
function Base.new(v) return setmetatable({v = v}, Base) end
Base.__add = function(a, b) return Base.new((type(a) == "table" and a.v or a) + (type(b) == "table" and b.v or b)) end
Base.__tostring = function(s) return "B(" .. s.v .. ")" end
Base.__eq = function(a, b) return a.v == b.v end
Base.__lt = function(a, b) return a.v < b.v end
Base.__le = function(a, b) return a.v <= b.v end
Base.__concat = function(a, b) return tostring(a) .. "~" .. tostring(b) end
Base.__len = function(s) return s.v end
Base.__call = function(s, x) return s.v * x end
Base.__idiv = function() return "idiv" end
Base.__unm = function(s) return Base.new(-s.v) end
local Sub = setmetatable({}, {__index = Base})
Sub.__index = Sub
Sub.__tostring = function(s) return "S" .. Base.__tostring(s) end
function Sub.new(v) return setmetatable({v = v}, Sub) end
local a, b, s = Base.new(3), Base.new(4), Sub.new(3)
print(tostring(a + b), tostring(a + 1), tostring(1 + a), tostring(a + s), pcall(function() return s + s end))
print(a == b, a == Base.new(3), a == s, s == a, s == Sub.new(3), a < b, a >= b, a <= s,
  pcall(function() return s < s end))
print(a .. b, a .. "x", 1 .. a, a .. s, pcall(function() return s .. s end))
print(#a, #s, a(2), pcall(s, 2), a // 1, 1 // a, tostring(-a), tostring(s))
print(pcall(function() return a - b end))
print(pcall(function() return a & b end))
for _, event in ipairs{"__add", "__lt", "__concat", "__len", "__call", "__unm", "__eq"} do
  Sub[event] = Base[event]
end
print(tostring(s + s), s < s, s .. s, #s, s(5), tostring(-s), s == Sub.new(3), a == s)
Base.__add = nil
print(pcall(function() return a + a end))
print(tostring(s + s))
Base.__add = function() return "again" end
print(a + a, a + s, s + a)
setmetatable(a, nil)
print(pcall(function() return a + a end))
print(a + b, pcall(function() return #a end))
local m = {}
local x = setmetatable({}, m)
print(pcall(function() return x() end))
m.__call = function() return "called" end
print(x())
m.__call = 5
print(pcall(x))
m.__index = function(t, k) m.__index = nil return "once " .. k end
print(x.a, x.a)
m.__newindex = function(t, k, v) m.__newindex = nil t[k] = v end
x.q = 1
x.r = 2
print(x.q, x.r)
m.__sub = function(a, b) return a == x, b == x end
print(x - 1, 1 - x, (x - x))
m.__bnot = function(a, b) return rawequal(a, b) end
m.__band = function(a, b) return "and" end
print(~x, x & 1, 1 & x, 1.5 & x, "z" & x, pcall(function() return x | 1 end))
m.__shl = function() return "shl" end
print(x << 1, 1 << x)
m.__pow = function(a, b) return "pow" end
print(x ^ 2, 2 ^ x, x ^ x)
m.__mod = function() return nil end
print(x % 2)
