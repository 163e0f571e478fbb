--- JSON for Lua 5.4: decoder with positions in its errors, encoder with an optional pretty printer.
--
-- Null is `json.null`, empty arrays are made with `json.array()`, and objects keep the order in
-- which their keys were read when `decode` is given `{ordered = true}`.

local string_byte, string_char, string_find = string.byte, string.char, string.find
local string_format, string_gsub, string_match, string_sub = string.format, string.gsub, string.match, string.sub
local concat, sort = table.concat, table.sort
local math_type, utf8_char = math.type, utf8.char

local json = { _VERSION = "json 1.4" }

-- Markers ------------------------------------------------------------------------------------

json.null = setmetatable({}, {
  __name = "json.null",
  __tostring = function() return "null" end,
  __newindex = function() error("json.null is read-only", 2) end,
  __metatable = false,
})

local array_metatable = { __name = "json.array" }
local order_of = setmetatable({}, { __mode = "k" })

--- Marks a table as an array, which matters for empty ones.
function json.array(t)
  return setmetatable(t or {}, array_metatable)
end

function json.is_array(t)
  if getmetatable(t) == array_metatable then return true end
  local count = 0
  for key in pairs(t) do
    if math_type(key) ~= "integer" or key < 1 then return false end
    count = count + 1
  end
  return count > 0 and count == #t
end

--- The keys of an object in the order in which they were read.
function json.keys(t)
  return order_of[t]
end

-- Decoder ------------------------------------------------------------------------------------

local escapes = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/",
  b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

local Decoder = {}
Decoder.__index = Decoder

local function position(text, index)
  local line, start = 1, 1
  while true do
    local newline = string_find(text, "\n", start, true)
    if not newline or newline >= index then break end
    line, start = line + 1, newline + 1
  end
  return line, index - start + 1
end

local ParseError = {}
ParseError.__index = ParseError
ParseError.__name = "json.error"
function ParseError:__tostring()
  return string_format("%s at line %d column %d", self.message, self.line, self.column)
end

function Decoder:fail(index, message, ...)
  if select("#", ...) > 0 then message = string_format(message, ...) end
  local line, column = position(self.text, index)
  error(setmetatable({ message = message, line = line, column = column, index = index }, ParseError), 0)
end

function Decoder:near(index)
  if index > #self.text then return "end of text" end
  local word = string_match(self.text, "^[%w_.+-]+", index)
  if word then
    return #word > 12 and "'" .. string_sub(word, 1, 12) .. "...'" or "'" .. word .. "'"
  end
  local c = string_sub(self.text, index, index)
  return string_find(c, "%c") and string_format("character \\x%02X", string_byte(c)) or "'" .. c .. "'"
end

function Decoder:skip(index)
  return string_find(self.text, "[^ \t\r\n]", index) or #self.text + 1
end

local function codepoint(hex, decoder, index)
  local value = tonumber(hex, 16)
  if not value then decoder:fail(index, "invalid unicode escape") end
  return value
end

function Decoder:unescape(index)
  local c = string_sub(self.text, index + 1, index + 1)
  local plain = escapes[c]
  if plain then return plain, index + 2 end
  if c ~= "u" then
    if c == "" then self:fail(index, "unfinished string") end
    self:fail(index, "invalid escape '\\%s'", c)
  end
  local hex = string_match(self.text, "^%x%x%x%x", index + 2)
  if not hex then self:fail(index, "four hex digits expected after '\\u'") end
  local code, after = codepoint(hex, self, index), index + 6
  if code >= 0xD800 and code <= 0xDBFF then
    local low = string_match(self.text, "^\\u([Dd][C-Fc-f]%x%x)", after)
    if not low then
      if self.options.lone_surrogates then return utf8_char(0xFFFD), after end
      self:fail(index, "unpaired surrogate \\u%04X", code)
    end
    code = 0x10000 + ((code & 0x3FF) << 10 | tonumber(low, 16) & 0x3FF)
    after = after + 6
  elseif code >= 0xDC00 and code <= 0xDFFF then
    if self.options.lone_surrogates then return utf8_char(0xFFFD), after end
    self:fail(index, "unpaired surrogate \\u%04X", code)
  end
  return utf8_char(code), after
end

function Decoder:string(index)
  local text = self.text
  local pieces, count, start = nil, 0, index + 1
  local i = start
  while true do
    local stop = string_find(text, '["\\%c]', i)
    if not stop then self:fail(index, "unfinished string") end
    local byte = string_byte(text, stop)
    if byte == 34 then
      local tail = string_sub(text, i, stop - 1)
      if not pieces then return tail, stop + 1 end
      pieces[count + 1] = tail
      return concat(pieces, "", 1, count + 1), stop + 1
    elseif byte == 92 then
      pieces = pieces or {}
      pieces[count + 1] = string_sub(text, i, stop - 1)
      pieces[count + 2], i = self:unescape(stop)
      count = count + 2
    elseif byte == 127 then -- allowed by the standard, matched by %c all the same
      pieces = pieces or {}
      count = count + 1
      pieces[count] = string_sub(text, i, stop)
      i = stop + 1
    else
      self:fail(stop, "control character \\x%02X in string", byte)
    end
  end
end

function Decoder:number(index)
  local text = self.text
  local literal = string_match(text, "^-?%d+%.?%d*[eE]?[+-]?%d*", index)
  if not literal then self:fail(index, "unexpected %s", self:near(index)) end
  local integral, rest = string_match(literal, "^-?(%d+)(.*)$")
  if #integral > 1 and string_byte(integral) == 48 then
    self:fail(index, "leading zero in number '%s'", literal)
  end
  if rest ~= "" and not (string_find(rest, "^%.%d+$") or string_find(rest, "^%.%d+[eE][+-]?%d+$")
      or string_find(rest, "^[eE][+-]?%d+$")) then
    self:fail(index, "malformed number '%s'", literal)
  end
  local value = tonumber(literal)
  if self.options.integers_only and math_type(value) == "float" then
    self:fail(index, "integer expected, got %s", literal)
  end
  return value, index + #literal
end

local words = { t = { "true", true }, f = { "false", false }, n = { "null", json.null } }

function Decoder:word(index, entry)
  local word = entry[1]
  local stop = index + #word
  if string_sub(self.text, index, stop - 1) ~= word or string_find(self.text, "^[%w_]", stop) then
    self:fail(index, "unexpected %s", self:near(index))
  end
  return entry[2], stop
end

function Decoder:array(index, depth)
  local result, n = json.array(), 0
  local i = self:skip(index + 1)
  if string_byte(self.text, i) == 93 then return result, i + 1 end
  while true do
    n = n + 1
    result[n], i = self:value(i, depth)
    i = self:skip(i)
    local c = string_sub(self.text, i, i)
    if c == "]" then return result, i + 1 end
    if c ~= "," then self:fail(i, "expected ',' or ']', got %s", self:near(i)) end
    i = self:skip(i + 1)
  end
end

function Decoder:object(index, depth)
  local result, keys = {}, {}
  local i = self:skip(index + 1)
  if string_byte(self.text, i) ~= 125 then
    repeat
      if string_byte(self.text, i) ~= 34 then self:fail(i, "expected a string as key, got %s", self:near(i)) end
      local key_at, key = i, nil
      key, i = self:string(i)
      if result[key] ~= nil then
        if self.options.unique_keys then self:fail(key_at, "duplicate key %q", key) end
      else
        keys[#keys + 1] = key
      end
      i = self:skip(i)
      if string_byte(self.text, i) ~= 58 then self:fail(i, "expected ':', got %s", self:near(i)) end
      result[key], i = self:value(self:skip(i + 1), depth)
      i = self:skip(i)
      local c = string_sub(self.text, i, i)
      if c == "," then
        i = self:skip(i + 1)
      elseif c ~= "}" then
        self:fail(i, "expected ',' or '}', got %s", self:near(i))
      end
    until c == "}"
  end
  if self.options.ordered then order_of[result] = keys end
  return result, i + 1
end

function Decoder:value(index, depth)
  depth = depth + 1
  if depth > self.options.max_depth then self:fail(index, "nesting deeper than %d", self.options.max_depth) end
  local c = string_sub(self.text, index, index)
  if c == "{" then return self:object(index, depth) end
  if c == "[" then return self:array(index, depth) end
  if c == '"' then return self:string(index) end
  local entry = words[c]
  if entry then return self:word(index, entry) end
  return self:number(index)
end

local default_options = { max_depth = 200 }

--- Decodes a text; returns the value, or nil and an error with `line` and `column`.
function json.decode(text, options)
  if type(text) ~= "string" then
    error(("bad argument #1 to 'decode' (string expected, got %s)"):format(type(text)), 2)
  end
  options = setmetatable(options or {}, { __index = default_options })
  local decoder = setmetatable({ text = text, options = options }, Decoder)
  local ok, value, stop = pcall(decoder.value, decoder, decoder:skip(1), 0)
  if not ok then
    if getmetatable(value) == ParseError then return nil, value end
    error(value, 0)
  end
  stop = decoder:skip(stop)
  if stop <= #text then
    ok, value = pcall(decoder.fail, decoder, stop, "unexpected %s after the value", decoder:near(stop))
    assert(not ok)
    return nil, value
  end
  return value
end

-- Encoder ------------------------------------------------------------------------------------

local short = { ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }
setmetatable(short, { __index = function(t, c)
  local escaped = string_format("\\u%04x", string_byte(c))
  t[c] = escaped
  return escaped
end })

local function escape_unicode(character)
  local code = utf8.codepoint(character)
  if code < 0x10000 then return string_format("\\u%04x", code) end
  code = code - 0x10000
  return string_format("\\u%04x\\u%04x", 0xD800 | code >> 10, 0xDC00 | code & 0x3FF)
end

local Encoder = {}
Encoder.__index = Encoder

function Encoder:string(s)
  s = string_gsub(s, '[%c"\\]', short)
  if self.ascii then
    if not utf8.len(s) then error("cannot encode invalid UTF-8 at byte " .. select(2, utf8.len(s)), 0) end
    s = string_gsub(s, "[\xC2-\xF4][\x80-\xBF]+", escape_unicode)
  end
  return '"' .. s .. '"'
end

local function encode_number(n)
  if math_type(n) == "integer" then return string_format("%d", n) end
  if n ~= n then error("cannot encode NaN", 0) end
  if n == math.huge or n == -math.huge then error("cannot encode " .. (n > 0 and "" or "-") .. "infinity", 0) end
  local text = string_format("%.14g", n)
  if tonumber(text) ~= n then text = string_format("%.17g", n) end
  if not string_find(text, "[.eE]") then text = text .. ".0" end
  return text
end

function Encoder:indentation(depth)
  return self.indent and "\n" .. self.indent:rep(depth) or ""
end

function Encoder:emit(...)
  local out = self.out
  for i = 1, select("#", ...) do
    out[#out + 1] = (select(i, ...))
  end
end

function Encoder:sequence(t, depth)
  local n = #t
  if n == 0 then return self:emit("[]") end
  self:emit("[")
  for i = 1, n do
    self:emit(i > 1 and "," or "", self:indentation(depth + 1))
    self:value(t[i], depth + 1, i)
  end
  self:emit(self:indentation(depth), "]")
end

function Encoder:mapping(t, depth)
  local keys = order_of[t]
  if not keys then
    keys = {}
    for key in next, t do
      if type(key) ~= "string" and type(key) ~= "number" then
        error(("cannot encode a key of type %s in %s"):format(type(key), self:path()), 0)
      end
      keys[#keys + 1] = key
    end
    sort(keys, function(a, b)
      if type(a) == type(b) then return a < b end
      return type(a) == "number"
    end)
  end
  if #keys == 0 then return self:emit("{}") end
  self:emit("{")
  for i, key in ipairs(keys) do
    self:emit(i > 1 and "," or "", self:indentation(depth + 1), self:string(tostring(key)), self.indent and ": " or ":")
    self:value(t[key], depth + 1, key)
  end
  self:emit(self:indentation(depth), "}")
end

function Encoder:path()
  local parts = { "$" }
  for _, key in ipairs(self.trail) do
    parts[#parts + 1] = math_type(key) == "integer" and "[" .. key .. "]" or "." .. key
  end
  return concat(parts)
end

function Encoder:value(v, depth, key)
  local trail = self.trail
  if key ~= nil then trail[#trail + 1] = key end
  local kind = type(v)
  if v == nil or v == json.null then
    self:emit("null")
  elseif kind == "string" then
    self:emit(self:string(v))
  elseif kind == "number" then
    local ok, text = pcall(encode_number, v)
    if not ok then error(text .. " in " .. self:path(), 0) end
    self:emit(text)
  elseif kind == "boolean" then
    self:emit(tostring(v))
  elseif kind == "table" then
    if self.seen[v] then error("cycle in " .. self:path(), 0) end
    self.seen[v] = true
    local meta = getmetatable(v)
    local convert = type(meta) == "table" and meta.__tojson
    if convert then
      self:value(convert(v), depth)
    elseif json.is_array(v) then
      self:sequence(v, depth)
    else
      self:mapping(v, depth)
    end
    self.seen[v] = nil
  else
    error(("cannot encode a %s in %s"):format(kind, self:path()), 0)
  end
  if key ~= nil then trail[#trail] = nil end
end

--- Encodes a value; raises a string for what JSON cannot say.
function json.encode(value, options)
  options = options or {}
  local indent = options.indent
  if math_type(indent) == "integer" then indent = (" "):rep(indent) end
  local encoder = setmetatable({ out = {}, seen = {}, trail = {}, indent = indent, ascii = options.ascii }, Encoder)
  encoder:value(value, 0)
  return concat(encoder.out)
end

return json
