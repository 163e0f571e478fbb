-- LZ77 with a hash of three bytes: literals, and copies of what was seen before.

local lz = {}

local WINDOW, SHORTEST, LONGEST = 4095, 3, 18

function lz.pack(text)
  local out, group, flags, count = {}, {}, 0, 0
  local last = {}
  local function flush()
    if count > 0 then
      out[#out + 1] = string.char(flags) .. table.concat(group)
      group, flags, count = {}, 0, 0
    end
  end
  local position = 1
  while position <= #text do
    local key = text:sub(position, position + SHORTEST - 1)
    local found = #key == SHORTEST and last[key]
    local length = 0
    if found and position - found <= WINDOW then
      length = SHORTEST
      while length < LONGEST and position + length <= #text
        and text:byte(found + length) == text:byte(position + length) do
        length = length + 1
      end
    end
    if length > 0 then
      group[#group + 1] = string.pack(">I2", (position - found) << 4 | (length - SHORTEST))
      flags = flags | 1 << count
    else
      length = 1
      group[#group + 1] = text:sub(position, position)
    end
    for i = position, math.min(position + length - 1, #text - SHORTEST + 1) do last[text:sub(i, i + SHORTEST - 1)] = i end
    position = position + length
    count = count + 1
    if count == 8 then flush() end
  end
  flush()
  return string.pack("<I4", #text) .. table.concat(out)
end

function lz.unpack(data)
  local size, position = string.unpack("<I4", data)
  local out = {}
  local flags, left = 0, 0
  while #out < size do
    if left == 0 then
      flags, position = string.unpack("B", data, position)
      left = 8
    end
    if flags & 1 == 1 then
      local pair
      pair, position = string.unpack(">I2", data, position)
      local distance, length = pair >> 4, (pair & 15) + SHORTEST
      if distance > #out then error({ code = "corrupt", position = position }) end
      for _ = 1, length do out[#out + 1] = out[#out - distance + 1] end
    else
      out[#out + 1] = data:sub(position, position)
      if out[#out] == "" then error({ code = "truncated", position = position }) end
      position = position + 1
    end
    flags = flags >> 1
    left = left - 1
  end
  return table.concat(out)
end

return lz
