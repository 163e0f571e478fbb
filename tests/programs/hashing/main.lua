local sha2 = require("hash.sha2")
local md5 = require("hash.md5")
local sums = require("hash.sums")
local base = require("hash.base")
local random = require("hash.random")

local passed, failed = 0, 0
local function expect(label, actual, expected)
  if actual == expected then
    passed = passed + 1
    print("ok", label, actual)
  else
    failed = failed + 1
    print("WRONG", label, actual, expected)
  end
end

-- Known digests
local function sha256(text) return sha2.sha256():update(text):finish() end
local function sha224(text) return sha2.sha224():update(text):finish() end
local function sha512(text) return sha2.sha512():update(text):finish() end
expect("K[1]", ("%x"):format(sha2.constants.K32[1]), "428a2f98")
expect("K[64]", ("%x"):format(sha2.constants.K32[64]), "c67178f2")
expect("K64[80]", ("%x"):format(sha2.constants.K64[80]), "6c44198c4a475817")
expect("H[1]", ("%x"):format(sha2.constants.H256[1]), "6a09e667")
expect("sha256 empty", sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
expect("sha256 abc", sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
expect("sha256 long", sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
expect("sha224 abc", sha224("abc"), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")
expect("sha512 abc", sha512("abc"),
  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
expect("md5 empty", md5(""), "d41d8cd98f00b204e9800998ecf8427e")
expect("md5 abc", md5("abc"), "900150983cd24fb0d6963f7d28e17f72")
expect("md5 digits", md5(("1234567890"):rep(8)), "57edf4a22be3c955ac49da2e2107b67a")
expect("md5 bytes", md5("\0\255\128"), md5("\x00\xff\x80"))
expect("crc32", ("%08x"):format(sums.crc32("123456789")), "cbf43926")
expect("crc32 in parts", sums.crc32("56789", sums.crc32("1234")), 0xcbf43926)
expect("crc64", ("%016x"):format(sums.crc64("123456789")), "6c40df5f0b497347")
expect("adler32", ("%08x"):format(sums.adler32("Wikipedia")), "11e60398")
expect("fnv1a", ("%016x"):format(sums.fnv1a("foobar")), "85944171f73967e8")
expect("fnv1a signed", sums.fnv1a(""), -3750763034362895579)
expect("djb2", sums.djb2("hello"), 261238937)
local key = {}
for i = 0, 15 do key[i + 1] = string.char(i) end
key = table.concat(key)
local message = key:sub(1, 15)
expect("siphash", ("%016x"):format(sums.siphash(key, message)), "a129ca6149be45e5")
expect("murmur3", ("%08x"):format(sums.murmur3("Hello, world!", 1234)), "faf6cdb3")
expect("murmur3 empty", sums.murmur3("", 1), 0x514e28b7)

-- Streaming in any pieces
local text = ("The quick brown fox. "):rep(20)
local whole = sha256(text)
for _, size in ipairs { 1, 7, 63, 64, 65, 200 } do
  local digest = sha2.sha256()
  for at = 1, #text, size do digest:update(text:sub(at, at + size - 1)) end
  expect("pieces of " .. size, digest:finish(), whole)
end
for length = 54, 66, 3 do
  print("lengths", length, sha256(("a"):rep(length)):sub(1, 16), sha512(("a"):rep(length + 56)):sub(1, 16), md5(("a"):rep(length)))
end

-- Encodings
for _, sample in ipairs { "", "f", "fo", "foo", "foob", "fooba", "foobar", "\0\xff\xfe\xfb", "é€😀" } do
  local encoded = base.base64(sample)
  local for_url = base.base64(sample, true)
  expect("base64 " .. encoded, base.unbase64(encoded), sample)
  expect("url " .. for_url, base.unbase64(for_url, true), sample)
  expect("hex", base.unhex(base.hex(sample)), sample)
end
print(base.unbase64("Zm9v\nYmFy"), base.unbase64("Zm9*"), base.unbase64("--__"))
print(base.unhex("abc"), base.unhex("zz"))
print(base.base85("Man is distinguished"), base.base85("ab"), base.base85(""))
print(base.run_lengths("aaabccd....%%%"), base.run_lengths(""), base.run_lengths("\0\0\0x") == "3\0x")
for _, n in ipairs { 0, 1, 127, 128, 300, 1 << 32, math.maxinteger, -1, math.mininteger } do
  local bytes = base.varint(n)
  local back, stop = base.unvarint("x" .. bytes .. "y", 2)
  print("varint", n, base.hex(bytes), back == n, stop == #bytes + 2)
end
print(pcall(base.unvarint, "\x80\x80"))
print(pcall(function() return base.unvarint("") end))

-- Generators of numbers
local mt = random.mt19937(5489)
local first = mt()
for _ = 2, 9999 do mt() end
expect("mt19937 first", first, 3499211612)
expect("mt19937 10000th", mt(), 4123659995)
local split = random.splitmix64(1234567)
expect("splitmix64", split(), 6457827717110365317)
expect("splitmix64", split(), 3203168211198807973)
local pcg = random.pcg32(0, 54)
local numbers = { ("%08x"):format(pcg(42)) }
for i = 2, 6 do numbers[i] = ("%08x"):format(pcg()) end
expect("pcg32", table.concat(numbers, " "), "a15c02b7 7b47f409 ba1d3330 83d2f293 bfa4784b cbed606e")
local xoshiro = random.xoshiro256(42)
local buckets, sum = {}, 0
for i = 1, 10 do buckets[i] = 0 end
for _ = 1, 2000 do
  local x = random.float(xoshiro())
  sum = sum + x
  local k = math.floor(x * 10) + 1
  buckets[k] = buckets[k] + 1
end
print("buckets", table.concat(buckets, " "), ("%.6f"):format(sum / 2000))
print("xoshiro", xoshiro(), ("%016x"):format(xoshiro()), math.ult(xoshiro(), xoshiro()))

-- Edges of the operators these are made of
print(1 << 63, 1 << 64, 1 << -1, -1 >> 1, -1 >> 63, -1 >> 64, 5 >> -2, 1 << 62 << 1, -1 << 63)
print(~0, ~5 & 0xff, 5 ~ 3, 0xffffffff * 0xffffffff, 0x7fffffffffffffff + 1, 0xffffffffffffffff, 0x1ffffffffffffffff)
print(3 & 2.0, pcall(function() return 1 & 1.5 end))
print(pcall(function() return "7" | 8 end))
print(pcall(function() return ~"0x10" end))
print(pcall(function() return "a" | 1 end))
print("10" + 5, "0x10" * 1, "1e1" // 3, -"2", 10 .. 20, pcall(function() return "a" + 1 end))
print(pcall(function() return 1 << "x" end))
print(pcall(function() return 2 ^ 63 | 0 end))
print(pcall(function() return {} & 1 end))
print(pcall(function() local t = {}; return ~t.x end))
print(math.mininteger // -1, math.mininteger % -1, math.mininteger * -1, -math.mininteger, math.abs(math.mininteger))
print(("%d %u"):len(), ("%x %X %o"):format(255, 255, 8), ("%016x"):format(-1), ("%x"):format(math.mininteger))
print(("%5d|%-5d|%05d|%+d|% d"):format(42, 42, 42, 42, 42), pcall(string.format, "%d", 1.5))
print(tostring(2 ^ 63 == math.maxinteger + 1.0), 2 ^ 63 > math.maxinteger, math.ult(1, -1), 1 < -1)
print(string.pack(">I2 <I2 =I2", 1, 1, 1):byte(1, -1))
print(pcall(string.pack, "I1", 256))
print(pcall(string.pack, "i1", -129))
print(pcall(string.unpack, "<I4", "abc"))
print(pcall(string.unpack, "z", "no zero"))
print(string.unpack("<i2 >i2 z s1 B", "\xff\xff\x01\x00zero\0\3abc\xff"))
print(string.packsize("<i4 i8 !8 d"), #string.pack("!4 i1 !4 i4", 1, 2), pcall(string.packsize, "s"))
print(passed .. " passed", failed .. " failed")
os.exit(failed == 0)
