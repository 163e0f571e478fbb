-- SHA-256, SHA-224 and SHA-512 (FIPS 180-4), with streaming.
local string_pack, string_unpack, string_rep, string_format = string.pack, string.unpack, string.rep, string.format

-- The constants are the fractional parts of roots of primes, computed exactly with integers.
local function primes(n)
  local list, candidate = {}, 2
  while #list < n do
    local is_prime = true
    for _, p in ipairs(list) do
      if p * p > candidate then break end
      if candidate % p == 0 then
        is_prime = false
        break
      end
    end
    if is_prime then list[#list + 1] = candidate end
    candidate = candidate + 1
  end
  return list
end

-- floor(frac(p^(1/k)) * 2^32): the largest r with (whole * 2^32 + r)^k <= p * 2^(32k), by bisection
-- with numbers of 16-bit limbs.
local function multiply(a, b)
  local out = {}
  for i = 1, #a + #b do out[i] = 0 end
  for i = 1, #a do
    local carry = 0
    for j = 1, #b do
      local t = out[i + j - 1] + a[i] * b[j] + carry
      out[i + j - 1], carry = t & 0xffff, t >> 16
    end
    out[i + #b] = carry
  end
  return out
end

local function less_or_equal(a, b)
  for i = math.max(#a, #b), 1, -1 do
    local x, y = a[i] or 0, b[i] or 0
    if x ~= y then return x < y end
  end
  return true
end

local function limbs(n, shift)
  local out = {}
  for i = 1, shift // 16 do out[i] = 0 end
  repeat
    out[#out + 1] = n & 0xffff
    n = n >> 16
  until n == 0
  return out
end

local function root_fraction(p, k, bits)
  local target = limbs(p, bits * k)
  local whole = 1
  while (whole + 1) ^ k <= p do whole = whole + 1 end
  local fraction = 0
  for bit = bits - 1, 0, -1 do
    local try = fraction | 1 << bit
    local value
    if bits == 32 then
      value = limbs(whole << 32 | try, 0)
    else
      value = limbs(try, 0)
      while #value < 4 do value[#value + 1] = 0 end
      value[5] = whole
    end
    local power = value
    for _ = 2, k do power = multiply(power, value) end
    if less_or_equal(power, target) then fraction = try end
  end
  return fraction
end

local K32, H256, K64, H512, H224 = {}, {}, {}, {}, {}
do
  local list = primes(80)
  for i = 1, 80 do
    K64[i] = root_fraction(list[i], 3, 64)
    if i <= 64 then K32[i] = K64[i] >> 32 end
    if i <= 8 then
      H512[i] = root_fraction(list[i], 2, 64)
      H256[i] = H512[i] >> 32
    end
  end
  for i, word in ipairs { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4 } do
    H224[i] = word
  end
end

local function rotate32(x, n) return (x >> n | x << (32 - n)) & 0xffffffff end
local function rotate64(x, n) return x >> n | x << (64 - n) end

local function compress256(h, block)
  local w = { string_unpack(">I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4I4", block) }
  for i = 17, 64 do
    local x, y = w[i - 15], w[i - 2]
    local s0 = rotate32(x, 7) ~ rotate32(x, 18) ~ x >> 3
    local s1 = rotate32(y, 17) ~ rotate32(y, 19) ~ y >> 10
    w[i] = w[i - 16] + s0 + w[i - 7] + s1 & 0xffffffff
  end
  local a, b, c, d, e, f, g, hh = table.unpack(h)
  for i = 1, 64 do
    local s1 = rotate32(e, 6) ~ rotate32(e, 11) ~ rotate32(e, 25)
    local t1 = hh + s1 + (e & f ~ ~e & g) + K32[i] + w[i]
    local s0 = rotate32(a, 2) ~ rotate32(a, 13) ~ rotate32(a, 22)
    local t2 = s0 + (a & b ~ a & c ~ b & c)
    a, b, c, d, e, f, g, hh = t1 + t2 & 0xffffffff, a, b, c, d + t1 & 0xffffffff, e, f, g
  end
  for i, value in ipairs { a, b, c, d, e, f, g, hh } do h[i] = h[i] + value & 0xffffffff end
end

local function compress512(h, block)
  local w = { string_unpack(">" .. ("i8"):rep(16), block) }
  for i = 17, 80 do
    local x, y = w[i - 15], w[i - 2]
    w[i] = w[i - 16] + (rotate64(x, 1) ~ rotate64(x, 8) ~ x >> 7) + w[i - 7] + (rotate64(y, 19) ~ rotate64(y, 61) ~ y >> 6)
  end
  local a, b, c, d, e, f, g, hh = table.unpack(h)
  for i = 1, 80 do
    local t1 = hh + (rotate64(e, 14) ~ rotate64(e, 18) ~ rotate64(e, 41)) + (e & f ~ ~e & g) + K64[i] + w[i]
    local t2 = (rotate64(a, 28) ~ rotate64(a, 34) ~ rotate64(a, 39)) + (a & b ~ a & c ~ b & c)
    a, b, c, d, e, f, g, hh = t1 + t2, a, b, c, d + t1, e, f, g
  end
  for i, value in ipairs { a, b, c, d, e, f, g, hh } do h[i] = h[i] + value end
end

local Digest = {}
Digest.__index = Digest

local function new(initial, compress, size, width, words)
  return setmetatable({
    h = table.move(initial, 1, 8, 1, {}), compress = compress, size = size, width = width, words = words,
    pending = "", length = 0,
  }, Digest)
end

function Digest:update(text)
  self.length = self.length + #text
  local data, at = self.pending .. text, 1
  while #data - at + 1 >= self.size do
    self.compress(self.h, data:sub(at, at + self.size - 1))
    at = at + self.size
  end
  self.pending = data:sub(at)
  return self
end

function Digest:finish()
  local bits = self.length * 8
  local zeros = -(self.length + 1 + self.size // 8) % self.size
  self:update("\x80" .. string_rep("\0", zeros) .. (self.size == 128 and string_rep("\0", 8) or "") .. string_pack(">I8", bits))
  assert(self.pending == "")
  local out = {}
  for i = 1, self.words do out[i] = string_format("%0" .. self.width .. "x", self.h[i]) end
  return table.concat(out)
end

return {
  sha256 = function() return new(H256, compress256, 64, 8, 8) end,
  sha224 = function() return new(H224, compress256, 64, 8, 7) end,
  sha512 = function() return new(H512, compress512, 128, 16, 8) end,
  constants = { K32 = K32, K64 = K64, H256 = H256 },
}
