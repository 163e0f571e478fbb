-- A binary format: tagged values, strings in a table, references for shared tables, a checksum.
local binary = {}

local pack, unpack = string.pack, string.unpack
local MAGIC = "LBF\1"
local NIL, FALSE, TRUE, INTEGER, FLOAT, STRING, TABLE, REFERENCE, SMALL, OBJECT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9

local classes, names = {}, setmetatable({}, { __mode = "k" })
function binary.class(name, meta)
  classes[name], names[meta] = meta, name
end

local function checksum(text)
  local a, b = 1, 0
  for i = 1, #text do
    a = (a + text:byte(i)) % 65521
    b = (b + a) % 65521
  end
  return b << 16 | a
end

function binary.encode(...)
  local out, strings, tables, string_count, table_count = {}, {}, {}, 0, 0
  local function put(text) out[#out + 1] = text end
  local function varint(n)
    local bytes = {}
    while n > 0x7f or n < 0 do
      bytes[#bytes + 1] = string.char(n & 0x7f | 0x80)
      n = n >> 7
    end
    put(table.concat(bytes) .. string.char(n))
  end
  local write
  local function write_string(s)
    local index = strings[s]
    if index then
      varint(index << 1 | 1)
    else
      string_count = string_count + 1
      strings[s] = string_count
      varint(#s << 1)
      put(s)
    end
  end
  local writers = {
    ["nil"] = function() put(pack("B", NIL)) end,
    boolean = function(v) put(pack("B", v and TRUE or FALSE)) end,
    integer = function(v)
      if v >= 0 and v < 199 then return put(pack("B", SMALL + 48 + v)) end
      put(pack("B", INTEGER))
      varint(v << 1 ~ (v < 0 and -1 or 0)) -- zigzag: small magnitudes are short
    end,
    float = function(v) put(pack("<Bd", FLOAT, v)) end,
    string = function(v)
      put(pack("B", STRING))
      write_string(v)
    end,
    table = function(v)
      if tables[v] then
        put(pack("B", REFERENCE))
        return varint(tables[v])
      end
      table_count = table_count + 1
      tables[v] = table_count
      local meta = getmetatable(v)
      local name = meta and names[meta]
      put(pack("B", name and OBJECT or TABLE))
      if name then write_string(name) end
      local n = rawlen(v)
      varint(n)
      for i = 1, n do write(rawget(v, i)) end
      local keys = {}
      for key in next, v do if math.type(key) ~= "integer" or key < 1 or key > n then keys[#keys + 1] = key end end
      table.sort(keys, function(a, b)
        if type(a) ~= type(b) then return type(a) < type(b) end
        if type(a) == "boolean" then return not a and b end
        return type(a) ~= "table" and a < b
      end)
      varint(#keys)
      for _, key in ipairs(keys) do
        write(key)
        write(rawget(v, key))
      end
    end,
  }
  function write(v)
    local f = writers[math.type(v) or type(v)]
    if not f then error("cannot encode a " .. type(v), 0) end
    return f(v)
  end
  local count = select("#", ...)
  varint(count)
  for i = 1, count do write((select(i, ...))) end
  local body = table.concat(out)
  return MAGIC .. pack("<s4I4", body, checksum(body))
end

function binary.decode(data)
  if data:sub(1, #MAGIC) ~= MAGIC then error("not in this format", 2) end
  local ok, body, sum = pcall(unpack, "<s4I4", data, #MAGIC + 1)
  if not ok then error("the data ends too early: " .. body, 2) end
  if checksum(body) ~= sum then error(("checksum %08x expected, got %08x"):format(sum, checksum(body)), 2) end
  local at, strings, tables = 1, {}, {}
  local function varint()
    local n, shift = 0, 0
    repeat
      local byte = body:byte(at)
      at = at + 1
      n, shift = n | (byte & 0x7f) << shift, shift + 7
    until byte < 0x80
    return n
  end
  local function read_string()
    local n = varint()
    if n & 1 == 1 then return strings[n >> 1] end
    local text = body:sub(at, at + (n >> 1) - 1)
    at = at + (n >> 1)
    strings[#strings + 1] = text
    return text
  end
  local read
  local function fill(t)
    for i = 1, varint() do t[i] = read() end
    for _ = 1, varint() do
      local key = read()
      rawset(t, key, read())
    end
    return t
  end
  local readers = {
    [NIL] = function() return nil end,
    [FALSE] = function() return false end,
    [TRUE] = function() return true end,
    [INTEGER] = function()
      local n = varint()
      return n >> 1 ~ -(n & 1)
    end,
    [FLOAT] = function()
      local v
      v, at = unpack("<d", body, at)
      return v
    end,
    [STRING] = read_string,
    [TABLE] = function()
      local t = {}
      tables[#tables + 1] = t
      return fill(t)
    end,
    [OBJECT] = function()
      local t = {}
      tables[#tables + 1] = t
      local meta = classes[read_string()]
      fill(t)
      return setmetatable(t, meta)
    end,
    [REFERENCE] = function() return tables[varint()] end,
  }
  function read()
    local tag = body:byte(at)
    at = at + 1
    if tag >= SMALL + 48 then return tag - SMALL - 48 end
    local f = readers[tag] or error(("unknown tag %d at %d"):format(tag, at - 1), 0)
    return f()
  end
  local function values(n)
    if n == 0 then return end
    local first = read()
    return first, values(n - 1)
  end
  return values(varint())
end

return binary
