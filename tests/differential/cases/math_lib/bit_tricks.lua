-- Shows integer bit tricks: popcount, reverse, rotate, powers of two.
local function popcount(x) local n = 0 while x ~= 0 do x = x & (x - 1) n = n + 1 end return n end
local function rotl(x, n) return (x << n) | (x >> (64 - n)) end
local function reverse(x) local r = 0 for i = 0, 63 do r = (r << 1) | ((x >> i) & 1) end return r end
print(popcount(0), popcount(255), popcount(-1), popcount(math.mininteger), popcount(0x5555555555555555))
print(rotl(1, 4), rotl(math.mininteger, 1), rotl(0x123456789abcdef0, 8), reverse(1), reverse(-2))
local function ispow2(x) return x > 0 and x & (x - 1) == 0 end
print(ispow2(1), ispow2(64), ispow2(63), ispow2(0))
print(5 & -5, ~5 & 0xff, 0xff ~ 0x0f, 6 ~ 3, (0xdead << 16 | 0xbeef) == 0xdeadbeef, ("%x"):format(0xcafebabe >> 16 & 0xffff), -1 >> 1 == math.maxinteger, (1 << 63) - 1 == math.maxinteger)
local crc = 0xffffffff
for c in ("123456789"):gmatch "." do crc = crc ~ c:byte()
  for _ = 1, 8 do crc = (crc >> 1) ~ (0xedb88320 & -(crc & 1)) end
end
print(("%08x"):format(~crc & 0xffffffff))
