-- A file of named entries, each packed by the method that makes it smallest; the directory is at the end.

local checksum = require("checksum")
local methods = {
  [0] = { name = "stored", pack = function(data) return data end, unpack = function(data) return data end },
  { name = "lz", pack = require("lz").pack, unpack = require("lz").unpack },
  { name = "huffman", pack = require("huffman").pack, unpack = require("huffman").unpack },
}

local MAGIC = "\x89ARC\r\n\x1a\n"
local ENTRY = "<s2 I1 I4 I4 I4 i8 d"

local Archive = {}
Archive.__index = Archive
Archive.__name = "Archive"

local function check(condition, code, ...)
  if not condition then error({ code = code, ... }, 0) end
  return condition, ...
end

function Archive.create(path)
  local file = assert(io.open(path, "wb"))
  file:write(MAGIC)
  return setmetatable({ file = file, entries = {}, writing = true }, Archive)
end

function Archive:add(name, data, time, weight)
  assert(self.writing, "archive is closed")
  local best, packed = 0, data
  for number, method in ipairs(methods) do
    local candidate = method.pack(data)
    if #candidate < #packed then best, packed = number, candidate end
  end
  local offset = self.file:seek()
  self.file:write(packed)
  self.entries[#self.entries + 1] = string.pack(ENTRY, name, best, offset, #packed, checksum.crc32(data), time, weight)
  return methods[best].name, #packed
end

function Archive:close()
  if self.writing then
    local directory = self.file:seek()
    for _, entry in ipairs(self.entries) do self.file:write(entry) end
    self.file:write(string.pack("<I4I4", #self.entries, directory))
  end
  self.writing = false
  return self.file:close()
end

Archive.__close = Archive.close

function Archive.open(path)
  local file, message, code = io.open(path, "rb")
  if not file then return nil, message, code end
  local self = setmetatable({ file = file, entries = {} }, Archive)
  check(file:read(#MAGIC) == MAGIC, "not an archive")
  local size = file:seek("end", -8)
  local count, directory = string.unpack("<I4I4", file:read(8))
  file:seek("set", directory)
  local text = file:read(size - directory)
  local position = 1
  for i = 1, count do
    local entry = {}
    entry.name, entry.method, entry.offset, entry.size, entry.crc, entry.time, entry.weight, position =
      string.unpack(ENTRY, text, position)
    self.entries[i] = entry
    self.entries[entry.name] = entry
  end
  return self
end

function Archive:read(name)
  local entry = check(self.entries[name], "no such entry", name)
  self.file:seek("set", entry.offset)
  local packed = entry.size == 0 and "" or self.file:read(entry.size)
  check(packed and #packed == entry.size, "truncated", name)
  local data = methods[entry.method].unpack(packed)
  check(checksum.crc32(data) == entry.crc, "checksum differs", name)
  return data
end

function Archive:__pairs()
  local index = 0
  return function()
    index = index + 1
    local entry = self.entries[index]
    if entry then return entry.name, entry end
  end
end

function Archive:__len() return #self.entries end

return Archive
