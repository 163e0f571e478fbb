-- Headers of files described by fields, over string.pack: a BMP, a tar header, a network packet.
local packing = {}

local Struct = {}
Struct.__index = Struct

--- struct("<", {"name", "I4"}, …)
function packing.struct(endian, ...)
  local fields = { ... }
  local format = { endian }
  for i, field in ipairs(fields) do format[i + 1] = field[2] end
  return setmetatable({ fields = fields, format = table.concat(format, " ") }, Struct)
end

function Struct:pack(values)
  local list = {}
  for i, field in ipairs(self.fields) do
    local value = values[field[1]]
    if value == nil then value = field[3] end
    list[i] = value
  end
  return string.pack(self.format, table.unpack(list, 1, #self.fields))
end

function Struct:unpack(data, at)
  local results = table.pack(string.unpack(self.format, data, at))
  local values = {}
  for i, field in ipairs(self.fields) do values[field[1]] = results[i] end
  return values, results[results.n]
end

function Struct:__len() return string.packsize(self.format) end

function Struct:__call(values) return self:pack(values) end

return packing
