-- MD5 (RFC 1321).
local unpack, pack = string.unpack, string.pack

local T, shifts = {}, { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } }
for i = 0, 63 do T[i] = math.floor(math.abs(math.sin(i + 1)) * 2 ^ 32) end

local function rotate(x, n)
  x = x & 0xffffffff
  return (x << n | x >> 32 - n) & 0xffffffff
end

local rounds = {
  [0] = function(b, c, d, i) return b & c | ~b & d, i end,
  function(b, c, d, i) return b & d | c & ~d, (5 * i + 1) % 16 end,
  function(b, c, d, i) return b ~ c ~ d, (3 * i + 5) % 16 end,
  function(b, c, d, i) return c ~ (b | ~d), 7 * i % 16 end,
}

return function(message)
  local padded = message .. "\x80" .. ("\0"):rep((55 - #message) % 64) .. pack("<i8", #message << 3)
  local a0, b0, c0, d0 = 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476
  for at = 1, #padded, 64 do
    local words = { unpack("<" .. ("I4"):rep(16), padded, at) }
    local a, b, c, d = a0, b0, c0, d0
    for i = 0, 63 do
      local f, g = rounds[i // 16](b, c, d, i)
      f = f + a + T[i] + words[g + 1]
      a, d, c = d, c, b
      b = b + rotate(f, shifts[i // 16 + 1][i % 4 + 1]) & 0xffffffff
    end
    a0, b0, c0, d0 = a0 + a & 0xffffffff, b0 + b & 0xffffffff, c0 + c & 0xffffffff, d0 + d & 0xffffffff
  end
  return (pack("<I4I4I4I4", a0, b0, c0, d0):gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end
