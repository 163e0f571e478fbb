-- Canonical Huffman codes: only the lengths are stored.

local bits = require("bits")

local huffman = {}

local function code_lengths(text)
  local counts = {}
  for i = 1, #text do
    local byte = text:byte(i)
    counts[byte] = (counts[byte] or 0) + 1
  end
  local nodes = {}
  for byte = 0, 255 do
    if counts[byte] then nodes[#nodes + 1] = { weight = counts[byte], order = byte, byte = byte } end
  end
  if #nodes == 1 then return { [nodes[1].byte] = 1 } end
  local function before(a, b)
    if a.weight ~= b.weight then return a.weight > b.weight end
    return a.order > b.order
  end
  local order = 256
  table.sort(nodes, before)
  while #nodes > 1 do
    local left, right = table.remove(nodes), table.remove(nodes)
    local joined = { weight = left.weight + right.weight, order = order, left, right }
    order = order + 1
    local place = #nodes + 1
    while place > 1 and before(joined, nodes[place - 1]) do place = place - 1 end
    table.insert(nodes, place, joined)
  end
  local lengths = {}
  local function walk(node, depth)
    if node.byte then
      lengths[node.byte] = depth
    else
      walk(node[1], depth + 1)
      walk(node[2], depth + 1)
    end
  end
  if nodes[1] then walk(nodes[1], 0) end
  return lengths
end

local function codes_of(lengths)
  local sorted = {}
  for byte, length in pairs(lengths) do sorted[#sorted + 1] = { byte = byte, length = length } end
  table.sort(sorted, function(a, b)
    if a.length ~= b.length then return a.length < b.length end
    return a.byte < b.byte
  end)
  local code, length = 0, 0
  for _, entry in ipairs(sorted) do
    code = code << (entry.length - length)
    length = entry.length
    entry.code = code
    code = code + 1
  end
  return sorted
end

function huffman.pack(text)
  local lengths = code_lengths(text)
  local sorted = codes_of(lengths)
  local by_byte = {}
  for _, entry in ipairs(sorted) do by_byte[entry.byte] = entry end
  local header = { string.pack("<I4I2", #text, #sorted) }
  for _, entry in ipairs(sorted) do header[#header + 1] = string.pack("BB", entry.byte, entry.length) end
  local writer = bits.Writer.new()
  for i = 1, #text do
    local entry = by_byte[text:byte(i)]
    for bit = entry.length - 1, 0, -1 do writer:put(entry.code >> bit, 1) end
  end
  return table.concat(header) .. writer:finish()
end

function huffman.unpack(data)
  local size, entries, position = string.unpack("<I4I2", data)
  local lengths = {}
  for _ = 1, entries do
    local byte, length
    byte, length, position = string.unpack("BB", data, position)
    lengths[byte] = length
  end
  local by_code = {}
  for _, entry in ipairs(codes_of(lengths)) do by_code[entry.length << 32 | entry.code] = string.char(entry.byte) end
  local reader = bits.Reader.new(data, position)
  local out = {}
  for i = 1, size do
    local code, length = 0, 0
    repeat
      code = code << 1 | reader:get(1)
      length = length + 1
      out[i] = by_code[length << 32 | code]
      if length > 32 then error({ code = "corrupt", position = reader.position }) end
    until out[i]
  end
  return table.concat(out)
end

return huffman
