-- Operators of classes, found by Python where an operand is an instance for certain.
local Vec = {}
Vec.__index = Vec
local function vec(x, y) return setmetatable({ x = x, y = y }, Vec) end
function Vec.__add(a, b)
  if type(a) == "number" then return vec(a + b.x, a + b.y) end
  if type(b) == "number" then return vec(a.x + b, a.y + b) end
  return vec(a.x + b.x, a.y + b.y)
end
function Vec.__sub(a, b) return vec(a.x - b.x, a.y - b.y), "dropped" end
function Vec.__mul(a, b)
  if type(a) == "number" then a, b = b, a end
  if type(b) == "number" then return vec(a.x * b, a.y * b) end
  return a.x * b.x + a.y * b.y
end
function Vec.__div(a, b) return vec(a.x / b, a.y / b) end
function Vec.__idiv(a, b) return vec(a.x // b, a.y // b) end
function Vec.__mod(a, b) return vec(a.x % b, a.y % b) end
function Vec.__pow(a, n) local r = a for _ = 2, n do r = vec(r.x * a.x, r.y * a.y) end return r end
function Vec.__unm(a) return vec(-a.x, -a.y) end
function Vec.__tostring(a) return "<" .. a.x .. " " .. a.y .. ">" end
local a, b = vec(1, 2), vec(3.5, -4)
for _, v in ipairs({ a + b, a - b, a * 2, 2 * a, a + 1, 1 + a, b / 2, b // 1, b % 3, a ^ 3, -a, -(a + b) * 2 }) do
  print(tostring(v))
end
print(a * b, b * b, (a + b) * (a - b))
print(pcall(function() return a + nil end))
print(pcall(function() return a + {} end))
print(pcall(function() return a - 1 end))
print(pcall(function() return nil + a end))
print(pcall(function() return a & 1 end))
print(pcall(function() return a < b end))
local sum = vec(0, 0)
for i = 1, 10 do sum = sum + vec(i, 0.5) * i end
print(tostring(sum), math.type(sum.x))

local Other = {}
Other.__index = Other
function Other.new(n) return setmetatable({ n = n }, Other) end
Other.__add = function(l, r)
  local function name(v) return type(v) == "table" and (v.n or v.x) or tostring(v) end
  return (getmetatable(l) == Other and "other first " or "other second ") .. name(l) .. " " .. name(r)
end
local o = Other.new(7)
print(o + 1, nil + o, o + "x", pcall(function() return o + o end))
print(pcall(function() return vec(1, 1) * o end))
print((function() local ok, e = pcall(function() return 1 + o end) return ok, e end)())

-- Nothing is inherited.
local Base = {}
Base.__index = Base
Base.__add = function() return "base" end
local Derived = setmetatable({}, { __index = Base })
Derived.__index = Derived
local base, derived = setmetatable({}, Base), setmetatable({}, Derived)
print(base + base, base + derived, derived + base, pcall(function() return derived + derived end))
local x = -2
print(-x, x * a.x, x + a.x)
local big = setmetatable({ digits = { 1 } }, { __add = function(l, r) return coroutine.yield(l == 1) end })
local co = coroutine.wrap(function() return 1 + big end)
print(co(), co("resumed"))
