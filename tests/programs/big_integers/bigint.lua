--- Integers of any size: little-endian limbs of 10^7 with a sign, and operators.
local BASE, WIDTH = 10000000, 7
-- The length operator gives the number of digits; limbs are counted without it.
local rawlen = rawlen

local Big = {}
Big.__index = Big
Big.__name = "bigint"

local function make(limbs, sign)
  local n = #limbs
  while n > 0 and limbs[n] == 0 do
    limbs[n] = nil
    n = n - 1
  end
  limbs.sign = n == 0 and 0 or sign
  return setmetatable(limbs, Big)
end

local digits = "0123456789abcdefghijklmnopqrstuvwxyz"

local function from_integer(n)
  local limbs, sign = {}, n < 0 and -1 or 1
  -- Remainders of negative numbers are taken as such: math.mininteger has no opposite.
  while n ~= 0 do
    local r = math.fmod(n, BASE)
    limbs[#limbs + 1] = r < 0 and -r or r
    n = (n - r) // BASE
  end
  return make(limbs, sign)
end

local function from_string(text, base)
  local sign, body = text:match("^%s*([+-]?)(%w+)%s*$")
  if not body then return nil end
  if not base and body:find("^0[xX]") then base, body = 16, body:sub(3) end
  if body == "" then return nil end
  base = base or 10
  if base == 10 then
    if body:find("%D") then return nil end
    local limbs = {}
    for at = #body, 1, -WIDTH do
      limbs[#limbs + 1] = tonumber(body:sub(math.max(1, at - WIDTH + 1), at), 10)
    end
    return make(limbs, sign == "-" and -1 or 1)
  end
  local result = from_integer(0)
  for c in body:lower():gmatch(".") do
    local value = digits:find(c, 1, true)
    if not value or value > base then return nil end
    result = result * base + (value - 1)
  end
  return sign == "-" and -result or result
end

local function convert(value, index)
  if getmetatable(value) == Big then return value end
  local kind = math.type(value)
  if kind == "integer" then return from_integer(value) end
  if kind == "float" then
    local n = math.tointeger(value)
    if n then return from_integer(n) end
    if value ~= value or value == math.huge or value == -math.huge or value ~= math.floor(value) then
      error(("number has no integer representation: %s"):format(value), 3)
    end
    return from_string(("%.0f"):format(value))
  end
  if type(value) == "string" then
    local result = from_string(value)
    if result then return result end
    error(("malformed number '%s'"):format(value), 3)
  end
  error(("bad operand #%d for a bigint (%s)"):format(index or 1, type(value)), 3)
end

-- Magnitudes ---------------------------------------------------------------------------------------

local function compare_magnitudes(a, b)
  if rawlen(a) ~= rawlen(b) then return rawlen(a) < rawlen(b) and -1 or 1 end
  for i = rawlen(a), 1, -1 do
    if a[i] ~= b[i] then return a[i] < b[i] and -1 or 1 end
  end
  return 0
end

local function add_magnitudes(a, b)
  local out, carry = {}, 0
  for i = 1, math.max(rawlen(a), rawlen(b)) do
    local sum = (a[i] or 0) + (b[i] or 0) + carry
    if sum >= BASE then out[i], carry = sum - BASE, 1 else out[i], carry = sum, 0 end
  end
  if carry > 0 then out[#out + 1] = carry end
  return out
end

local function subtract_magnitudes(a, b)
  local out, borrow = {}, 0
  for i = 1, rawlen(a) do
    local difference = a[i] - (b[i] or 0) - borrow
    borrow = difference < 0 and 1 or 0
    out[i] = difference + borrow * BASE
  end
  return out
end

local function school(a, b)
  local out = {}
  for i = 1, rawlen(a) + rawlen(b) do out[i] = 0 end
  for i = 1, rawlen(a) do
    local carry, x = 0, a[i]
    if x ~= 0 then
      for j = 1, rawlen(b) do
        local t = out[i + j - 1] + x * b[j] + carry
        carry = t // BASE
        out[i + j - 1] = t - carry * BASE
      end
      out[i + rawlen(b)] = carry
    end
  end
  return out
end

local function slice(a, from, to) return make(table.move(a, from, to, 1, {}), 1) end
local function shifted(a, n)
  if a.sign == 0 then return a end
  local out = {}
  for i = 1, n do out[i] = 0 end
  return make(table.move(a, 1, rawlen(a), n + 1, out), a.sign)
end

local KARATSUBA = 24
local function karatsuba(a, b)
  if rawlen(a) < KARATSUBA or rawlen(b) < KARATSUBA then return make(school(a, b), 1) end
  local half = math.max(rawlen(a), rawlen(b)) // 2
  local a0, a1 = slice(a, 1, math.min(half, rawlen(a))), slice(a, half + 1, rawlen(a))
  local b0, b1 = slice(b, 1, math.min(half, rawlen(b))), slice(b, half + 1, rawlen(b))
  local low, high = karatsuba(a0, b0), karatsuba(a1, b1)
  local middle = karatsuba(a0 + a1, b0 + b1) - low - high
  return low + shifted(middle, half) + shifted(high, 2 * half)
end

local function divide_small(a, n)
  local out, rest = {}, 0
  for i = rawlen(a), 1, -1 do
    local t = rest * BASE + a[i]
    out[i], rest = t // n, t % n
  end
  return out, rest
end

-- Knuth's algorithm D
local function divide_magnitudes(a, b)
  if compare_magnitudes(a, b) < 0 then return {}, table.move(a, 1, rawlen(a), 1, {}) end
  if rawlen(b) == 1 then
    local quotient, rest = divide_small(a, b[1])
    return quotient, { rest }
  end
  local scale = BASE // (b[rawlen(b)] + 1)
  local u, v = {}, {}
  local carry = 0
  for i = 1, rawlen(a) do
    local t = a[i] * scale + carry
    u[i], carry = t % BASE, t // BASE
  end
  u[rawlen(a) + 1], carry = carry, 0
  for i = 1, rawlen(b) do
    local t = b[i] * scale + carry
    v[i], carry = t % BASE, t // BASE
  end
  local n, quotient = rawlen(v), {}
  for j = rawlen(a) - n, 0, -1 do
    local top = u[j + n + 1] * BASE + u[j + n]
    local guess, rest = top // v[n], top % v[n]
    while guess >= BASE or guess * v[n - 1] > rest * BASE + u[j + n - 1] do
      guess, rest = guess - 1, rest + v[n]
      if rest >= BASE then break end
    end
    local borrow = 0
    for i = 1, n do
      local t = u[i + j] - guess * v[i] - borrow
      borrow = -(t // BASE)
      u[i + j] = t % BASE
    end
    local t = u[j + n + 1] - borrow
    u[j + n + 1] = t
    if t < 0 then
      guess, carry = guess - 1, 0
      for i = 1, n do
        local sum = u[i + j] + v[i] + carry
        u[i + j], carry = sum % BASE, sum // BASE
      end
      u[j + n + 1] = u[j + n + 1] + carry
    end
    quotient[j + 1] = guess
  end
  local remainder = divide_small(table.move(u, 1, n, 1, {}), scale)
  return quotient, remainder
end

-- Operators ---------------------------------------------------------------------------------------------

function Big.__unm(a) return make(table.move(a, 1, rawlen(a), 1, {}), -a.sign) end

function Big.__add(a, b)
  a, b = convert(a, 1), convert(b, 2)
  if a.sign == 0 then return b end
  if b.sign == 0 then return a end
  if a.sign == b.sign then return make(add_magnitudes(a, b), a.sign) end
  local order = compare_magnitudes(a, b)
  if order == 0 then return from_integer(0) end
  if order > 0 then return make(subtract_magnitudes(a, b), a.sign) end
  return make(subtract_magnitudes(b, a), b.sign)
end

function Big.__sub(a, b) return convert(a, 1) + -convert(b, 2) end

function Big.__mul(a, b)
  a, b = convert(a, 1), convert(b, 2)
  local product = karatsuba(a, b)
  product.sign = rawlen(product) == 0 and 0 or a.sign * b.sign
  return product
end

local function divide(a, b)
  a, b = convert(a, 1), convert(b, 2)
  if b.sign == 0 then error("attempt to divide a bigint by zero", 3) end
  local quotient, remainder = divide_magnitudes(a, b)
  quotient, remainder = make(quotient, a.sign * b.sign), make(remainder, a.sign)
  if remainder.sign ~= 0 and a.sign ~= b.sign then
    quotient, remainder = quotient - 1, remainder + b
  end
  return quotient, remainder
end

function Big.__idiv(a, b) return (divide(a, b)) end
function Big.__mod(a, b)
  local _, remainder = divide(a, b)
  return remainder
end
function Big.__div(a, b) return convert(a):tonumber() / convert(b):tonumber() end
Big.divmod = function(a, b) return divide(a, b) end

function Big.__pow(a, n)
  if getmetatable(n) == Big then n = n:tonumber() end
  n = math.tointeger(n)
  if not n or n < 0 then error("exponent must be a natural number", 2) end
  local result, square = from_integer(1), convert(a)
  while n > 0 do
    if n & 1 == 1 then result = result * square end
    n = n >> 1
    if n > 0 then square = square * square end
  end
  return result
end

function Big.__eq(a, b) return a.sign == b.sign and compare_magnitudes(a, b) == 0 end
function Big.__lt(a, b)
  a, b = convert(a, 1), convert(b, 2)
  if a.sign ~= b.sign then return a.sign < b.sign end
  local order = compare_magnitudes(a, b)
  return a.sign >= 0 and order < 0 or a.sign < 0 and order > 0
end
function Big.__le(a, b) return not (convert(b) < convert(a)) end
function Big.__shl(a, n) return a * from_integer(2) ^ n end
function Big.__shr(a, n) return a // from_integer(2) ^ n end
function Big.__concat(a, b) return tostring(a) .. tostring(b) end
function Big.__call(a, b) return a * b end

function Big:__tostring()
  if self.sign == 0 then return "0" end
  local out = { self.sign < 0 and "-" or "", ("%d"):format(self[rawlen(self)]) }
  for i = rawlen(self) - 1, 1, -1 do out[#out + 1] = ("%07d"):format(self[i]) end
  return table.concat(out)
end

function Big:__len() return #tostring(self.sign < 0 and -self or self) end

function Big:tostring(base)
  if base == 10 or not base then return tostring(self) end
  if self.sign == 0 then return "0" end
  local out, rest = {}, table.move(self, 1, rawlen(self), 1, {})
  while #rest > 0 do
    local quotient, r = divide_small(rest, base)
    out[#out + 1] = digits:sub(r + 1, r + 1)
    rest = quotient
    while rest[#rest] == 0 do rest[#rest] = nil end
  end
  return (self.sign < 0 and "-" or "") .. table.concat(out):reverse()
end

function Big:tonumber()
  local result = 0.0
  for i = rawlen(self), 1, -1 do result = result * BASE + self[i] end
  return result * self.sign
end

function Big:tointeger()
  local text = tostring(self)
  return math.tointeger(tonumber(text))
end

function Big:abs() return self.sign < 0 and -self or self end
function Big:is_even() return self.sign == 0 or self[1] % 2 == 0 end

-- Number theory --------------------------------------------------------------------------------------------

function Big.powmod(a, n, m)
  a, n, m = convert(a) % m, convert(n), convert(m)
  local result = from_integer(1) % m
  while n.sign > 0 do
    local half, bit = divide(n, 2)
    if bit.sign ~= 0 then result = result * a % m end
    n, a = half, a * a % m
  end
  return result
end

function Big.gcd(a, b)
  a, b = convert(a):abs(), convert(b):abs()
  while b.sign ~= 0 do a, b = b, a % b end
  return a
end

function Big.invert(a, m)
  local r0, r1, s0, s1 = convert(m), convert(a) % m, from_integer(0), from_integer(1)
  while r1.sign ~= 0 do
    local q, r = divide(r0, r1)
    r0, r1, s0, s1 = r1, r, s1, s0 - q * s1
  end
  if r0 ~= from_integer(1) then return nil, "not invertible" end
  return s0 % m
end

function Big.sqrt(a)
  a = convert(a)
  if a.sign < 0 then error("square root of a negative number", 2) end
  if a.sign == 0 then return a end
  local x = from_integer(10) ^ ((#a + 1) // 2 + 1)
  while true do
    local y = (x + a // x) // 2
    if y >= x then return x end
    x = y
  end
end

function Big.factorial(n)
  local function product(low, high)
    if low > high then return from_integer(1) end
    if low == high then return from_integer(low) end
    local middle = (low + high) // 2
    return product(low, middle) * product(middle + 1, high)
  end
  return product(2, n)
end

function Big.is_probable_prime(n)
  n = convert(n)
  local one, two = from_integer(1), from_integer(2)
  if n < two then return false end
  for _, p in ipairs { 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37 } do
    p = from_integer(p)
    if n == p then return true end
    if (n % p).sign == 0 then return false end
  end
  local d, s = n - one, 0
  while d:is_even() do d, s = d // two, s + 1 end
  for _, witness in ipairs { 2, 3, 5, 7, 11, 13 } do
    local x = Big.powmod(witness, d, n)
    if x ~= one and x ~= n - one then
      local composite = true
      for _ = 1, s - 1 do
        x = x * x % n
        if x == n - one then
          composite = false
          break
        end
      end
      if composite then return false end
    end
  end
  return true
end

return setmetatable({
  is = function(value) return getmetatable(value) == Big end,
  parse = function(text, base) return from_string(text, base) end,
  gcd = Big.gcd, sqrt = Big.sqrt, factorial = Big.factorial, powmod = Big.powmod,
}, {
  __call = function(_, value, base)
    if base then return from_string(value, base) or error("malformed number '" .. value .. "'", 2) end
    return convert(value)
  end,
})
