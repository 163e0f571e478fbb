-- Checksums: CRC-32, CRC-64, Adler-32, FNV-1a, djb2, SipHash-2-4, MurmurHash3.
local M = {}

local crc_table = setmetatable({}, {
  __index = function(t, n)
    local c = n
    for _ = 1, 8 do c = c & 1 == 1 and 0xedb88320 ~ c >> 1 or c >> 1 end
    t[n] = c
    return c
  end,
})

function M.crc32(text, crc)
  crc = ~(crc or 0) & 0xffffffff
  for i = 1, #text do crc = crc_table[(crc ~ text:byte(i)) & 0xff] ~ crc >> 8 end
  return ~crc & 0xffffffff
end

function M.crc64(text)
  local crc = 0
  for _, byte in ipairs { text:byte(1, -1) } do
    crc = crc ~ byte << 56
    for _ = 1, 8 do crc = crc < 0 and crc << 1 ~ 0x42f0e1eba9ea3693 or crc << 1 end
  end
  return crc
end

function M.adler32(text)
  local a, b = 1, 0
  for c in text:gmatch(".") do
    a = (a + c:byte()) % 65521
    b = (b + a) % 65521
  end
  return b << 16 | a
end

function M.fnv1a(text)
  local hash = 0xcbf29ce484222325
  for i = 1, #text do hash = (hash ~ text:byte(i)) * 0x100000001b3 end
  return hash
end

function M.djb2(text)
  local hash = 5381
  for i = 1, #text do hash = hash * 33 + text:byte(i) & 0xffffffff end
  return hash
end

local function rotl(x, n) return x << n | x >> (64 - n) end

function M.siphash(key, text)
  local k0, k1 = ("<i8i8"):unpack(key)
  local v0, v1, v2, v3 = k0 ~ 0x736f6d6570736575, k1 ~ 0x646f72616e646f6d, k0 ~ 0x6c7967656e657261, k1 ~ 0x7465646279746573
  local function round()
    v0 = v0 + v1; v1 = rotl(v1, 13) ~ v0; v0 = rotl(v0, 32)
    v2 = v2 + v3; v3 = rotl(v3, 16) ~ v2
    v0 = v0 + v3; v3 = rotl(v3, 21) ~ v0
    v2 = v2 + v1; v1 = rotl(v1, 17) ~ v2; v2 = rotl(v2, 32)
  end
  local padded = text .. ("\0"):rep(7 - #text % 8) .. string.char(#text & 0xff)
  for at = 1, #padded, 8 do
    local m = ("<i8"):unpack(padded, at)
    v3 = v3 ~ m
    round() round()
    v0 = v0 ~ m
  end
  v2 = v2 ~ 0xff
  for _ = 1, 4 do round() end
  return v0 ~ v1 ~ v2 ~ v3
end

function M.murmur3(text, seed)
  local c1, c2, h = 0xcc9e2d51, 0x1b873593, seed or 0
  local function mul(a, b) return a * b & 0xffffffff end
  local function rot(x, n) return (x << n | x >> (32 - n)) & 0xffffffff end
  local tail = #text // 4 * 4
  for at = 1, tail, 4 do
    local k = mul(rot(mul((string.unpack("<I4", text, at)), c1), 15), c2)
    h = rot(h ~ k, 13) * 5 + 0xe6546b64 & 0xffffffff
  end
  local k = 0
  for i = #text, tail + 1, -1 do k = k << 8 | text:byte(i) end
  h = h ~ mul(rot(mul(k, c1), 15), c2) ~ #text
  h = mul(h ~ h >> 16, 0x85ebca6b)
  h = mul(h ~ h >> 13, 0xc2b2ae35)
  return h ~ h >> 16
end

return M
