-- Checksums of byte strings.

local crc_table = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do c = (c & 1 == 1) and (0xEDB88320 ~ (c >> 1)) or (c >> 1) end
  crc_table[i] = c
end

local function crc32(data, crc)
  crc = ~(crc or 0) & 0xffffffff
  for i = 1, #data do crc = crc_table[(crc ~ data:byte(i)) & 0xff] ~ (crc >> 8) end
  return ~crc & 0xffffffff
end

local function adler32(data)
  local a, b = 1, 0
  for from = 1, #data, 64 do
    for _, byte in ipairs({ data:byte(from, math.min(from + 63, #data)) }) do
      a = (a + byte) % 65521
      b = (b + a) % 65521
    end
  end
  return b << 16 | a
end

local function fnv1a(data)
  local hash = 0xcbf29ce484222325
  for character in data:gmatch(".") do hash = (hash ~ character:byte()) * 0x100000001b3 end
  return hash
end

return { crc32 = crc32, adler32 = adler32, fnv1a = fnv1a }
