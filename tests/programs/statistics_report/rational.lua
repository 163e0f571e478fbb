-- Exact fractions of 64-bit integers.
local Rational = {}
Rational.__index = Rational
Rational.__name = "rational"

local function gcd(a, b)
  while b ~= 0 do a, b = b, math.fmod(a, b) end
  return a < 0 and -a or a
end

local function new(p, q)
  q = q or 1
  if math.type(p) ~= "integer" or math.type(q) ~= "integer" then
    error(("integers expected, got %s and %s"):format(math.type(p) or type(p), math.type(q) or type(q)), 3)
  end
  if q == 0 then error("denominator is zero", 3) end
  if q < 0 then p, q = -p, -q end
  local g = gcd(p, q)
  return setmetatable({ p = p // g, q = q // g }, Rational)
end

local function lift(x)
  if getmetatable(x) == Rational then return x end
  if math.type(x) == "float" then
    local p, q = x, 1
    while p ~= math.floor(p) and q < 1 << 40 do p, q = p * 2, q * 2 end
    return new(math.tointeger(p), q)
  end
  return new(x)
end

local function binary(f)
  return function(a, b)
    a, b = lift(a), lift(b)
    return f(a, b)
  end
end
Rational.__add = binary(function(a, b) return new(a.p * b.q + b.p * a.q, a.q * b.q) end)
Rational.__sub = binary(function(a, b) return new(a.p * b.q - b.p * a.q, a.q * b.q) end)
Rational.__mul = binary(function(a, b) return new(a.p * b.p, a.q * b.q) end)
Rational.__div = binary(function(a, b) return new(a.p * b.q, a.q * b.p) end)
Rational.__idiv = binary(function(a, b) return (a.p * b.q) // (a.q * b.p) end)
Rational.__mod = binary(function(a, b) return a - b * (a // b) end)
Rational.__pow = function(a, n)
  local result = new(1)
  for _ = 1, math.abs(n) do result = result * a end
  return n < 0 and 1 / result or result
end
Rational.__unm = function(a) return new(-a.p, a.q) end
Rational.__lt = binary(function(a, b) return a.p * b.q < b.p * a.q end)
Rational.__le = binary(function(a, b) return a.p * b.q <= b.p * a.q end)
Rational.__eq = function(a, b) return a.p == b.p and a.q == b.q end
Rational.__tostring = function(a) return a.q == 1 and tostring(a.p) or a.p .. "/" .. a.q end
function Rational:tonumber() return self.p / self.q end

return setmetatable(Rational, { __call = function(_, p, q)
  if math.type(p) == "float" and q == nil then return lift(p) end
  return new(p, q)
end })
