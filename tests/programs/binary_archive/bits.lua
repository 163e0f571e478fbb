-- Streams of bits, the least significant bit of a byte first.

local Writer = {}
Writer.__index = Writer

function Writer.new()
  return setmetatable({ buffer = 0, filled = 0, bytes = {} }, Writer)
end

function Writer:put(value, width)
  self.buffer = self.buffer | (value & ((1 << width) - 1)) << self.filled
  self.filled = self.filled + width
  while self.filled >= 8 do
    self.bytes[#self.bytes + 1] = string.char(self.buffer & 0xff)
    self.buffer = self.buffer >> 8
    self.filled = self.filled - 8
  end
end

function Writer:finish()
  if self.filled > 0 then self:put(0, 8 - self.filled) end
  return table.concat(self.bytes)
end

local Reader = {}
Reader.__index = Reader

function Reader.new(data, position)
  return setmetatable({ data = data, position = position or 1, buffer = 0, filled = 0 }, Reader)
end

function Reader:get(width)
  while self.filled < width do
    local byte = self.data:byte(self.position)
    if not byte then error({ code = "truncated", position = self.position }) end
    self.buffer = self.buffer | byte << self.filled
    self.filled = self.filled + 8
    self.position = self.position + 1
  end
  local value = self.buffer & ((1 << width) - 1)
  self.buffer = self.buffer >> width
  self.filled = self.filled - width
  return value
end

return { Writer = Writer, Reader = Reader }
