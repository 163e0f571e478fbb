local Archive = require("archive")
local bits = require("bits")
local checksum = require("checksum")
local huffman = require("huffman")
local lz = require("lz")

local seed = 20
local function random(limit)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return seed % limit
end

local function noise(size, limit)
  local bytes = {}
  for i = 1, size do bytes[i] = string.char(random(limit or 256)) end
  return table.concat(bytes)
end

local samples = {
  { "empty", "" },
  { "one", "x" },
  { "zeros", ("\0"):rep(300) },
  { "text", ("the quick brown fox jumps over the lazy dog; "):rep(12) },
  { "german", ("Größe, Maß und Übung\n"):rep(20) },
  { "broken", ("\xc3\xa9\xc3\xff\xe2\x82\xac\xe2\x82"):rep(15) },
  { "noise", noise(600) },
  { "few", noise(700, 5) },
  { "all", (function() local t = {} for i = 0, 255 do t[#t + 1] = string.char(i) end return table.concat(t) end)() },
}

print("checksums")
print(("%08x %08x %016x"):format(checksum.crc32("123456789"), checksum.adler32("Wikipedia"), checksum.fnv1a("hello")))
for _, sample in ipairs(samples) do
  local data = sample[2]
  print(sample[1], #data, ("%08x %08x %016x"):format(checksum.crc32(data), checksum.adler32(data), checksum.fnv1a(data)))
end
local halves = samples[5][2]
print(checksum.crc32(halves:sub(41), checksum.crc32(halves:sub(1, 40))) == checksum.crc32(halves))

print("bits")
local writer = bits.Writer.new()
for i = 1, 20 do writer:put(i * 37, i) end
local packed = writer:finish()
print(#packed, (packed:gsub(".", function(c) return ("%02x"):format(c:byte()) end)))
local reader = bits.Reader.new(packed)
local values = {}
for i = 1, 20 do values[i] = reader:get(i) end
print(table.concat(values, " "))
local ok, problem = pcall(reader.get, reader, 32)
print(ok, type(problem), problem.code, problem.position)

print("packing")
for _, sample in ipairs(samples) do
  local name, data = table.unpack(sample)
  local squeezed, coded = lz.pack(data), huffman.pack(data)
  print(name, #data, #squeezed, #coded, lz.unpack(squeezed) == data, huffman.unpack(coded) == data, checksum.crc32(squeezed .. coded))
end
for _, damaged in ipairs({ "\9\0\0\0\1\255\240", "\9\0\0\0\0abc", "\1" }) do
  local fine, why = pcall(lz.unpack, damaged)
  print(fine, type(why) == "table" and why.code .. " at " .. why.position or why)
end
print(select("#", pcall(huffman.unpack, "\5\0\0\0\1\0\65\1")), pcall(string.unpack, "<I4", "abc"))

print("archive")
local path = os.tmpname()
do
  local archive <close> = Archive.create(path)
  for i, sample in ipairs(samples) do print(sample[1], archive:add(sample[1], sample[2], -i * 1000000007, i / 3)) end
end
do
  local archive <close> = assert(Archive.open(path))
  print(#archive, (tostring(archive):gsub("0x%x+", "address")))
  for name, entry in pairs(archive) do
    print(name, entry.method, entry.size, entry.time, ("%.3f"):format(entry.weight), #archive:read(name))
  end
  for _, sample in ipairs(samples) do assert(archive:read(sample[1]) == sample[2], sample[1]) end
  local fine, why = pcall(archive.read, archive, "missing")
  print(fine, why.code, why[1])
end

local function patched(position, byte)
  local file = assert(io.open(path, "r+b"))
  file:seek("set", position)
  file:write(byte)
  file:close()
end
patched(8, "y")
do
  local archive <close> = assert(Archive.open(path))
  local fine, why = pcall(archive.read, archive, "one")
  print(fine, why.code, why[1], #archive:read("text"))
end
patched(0, "?")
print(select(2, pcall(Archive.open, path)).code)
print(os.remove(path))
print(select("#", Archive.open(path)), (select(3, Archive.open(path))))
print(pcall(Archive.add, setmetatable({ writing = false }, Archive), "x", ""))
