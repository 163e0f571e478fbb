-- TOML: tables, arrays of tables, dotted keys, inline tables, strings of four kinds, numbers, dates.
local toml = {}

local Reader = {}
Reader.__index = Reader

local Date = { __name = "date" }
Date.__tostring = function(self) return self.text end
Date.__eq = function(a, b) return a.text == b.text end
Date.__lt = function(a, b) return a.text < b.text end
toml.Date = Date

function Reader:fail(message, ...)
  local before = self.text:sub(1, self.at - 1)
  local line = 1 + select(2, before:gsub("\n", ""))
  local column = #before:match("[^\n]*$") + 1
  error({ message = message:format(...), line = line, column = column }, 0)
end

function Reader:match(pattern)
  local results = table.pack(self.text:match("^" .. pattern .. "()", self.at))
  if results[1] == nil then return nil end
  self.at = results[results.n]
  return table.unpack(results, 1, math.max(results.n - 1, 1))
end

function Reader:blank(newlines)
  repeat
    local before = self.at
    self:match("[ \t]*")
    self:match("#[^\n]*")
    if newlines then self:match("[\r\n]*") end
  until self.at == before
end

function Reader:line_end()
  self:blank()
  if self.at <= #self.text and not self:match("\r?\n") then
    self:fail("end of line expected near '%s'", self.text:match("^%S*", self.at))
  end
end

local escapes = { b = "\b", t = "\t", n = "\n", f = "\f", r = "\r", ['"'] = '"', ["\\"] = "\\" }

function Reader:basic(closer, multiline)
  local out = {}
  if multiline then self:match("\r?\n") end
  while true do
    local plain = self:match('([^"\\\n]*)')
    out[#out + 1] = plain
    if self.text:sub(self.at, self.at + #closer - 1) == closer then
      self.at = self.at + #closer
      while multiline and #closer == 3 and self.text:sub(self.at, self.at) == '"' do
        out[#out + 1] = '"'
        self.at = self.at + 1
      end
      return table.concat(out)
    end
    local c = self.text:sub(self.at, self.at)
    if c == "" or c == "\n" and not multiline then self:fail("unfinished string") end
    self.at = self.at + 1
    if c ~= "\\" then
      out[#out + 1] = c
    elseif multiline and self:match("[ \t]*\r?\n%s*") then
      out[#out + 1] = ""
    else
      local e = self:match("(.)") or ""
      if escapes[e] then
        out[#out + 1] = escapes[e]
      elseif e == "u" or e == "U" then
        local hex = self:match(e == "u" and "(%x%x%x%x)" or "(%x%x%x%x%x%x%x%x)")
        local code = hex and tonumber(hex, 16)
        if not code or code > 0x10FFFF or code >= 0xD800 and code < 0xE000 then self:fail("bad unicode escape") end
        out[#out + 1] = utf8.char(code)
      else
        self.at = self.at - 1
        self:fail("bad escape '\\%s'", e)
      end
    end
  end
end

function Reader:key()
  if self:match('"') then return self:basic('"') end
  local literal = self:match("'([^'\n]*)'")
  if literal then return literal end
  return self:match("([%w_%-]+)") or self:fail("a key expected near '%s'", self.text:match("^%S*", self.at))
end

function Reader:path()
  local path = {}
  repeat
    self:blank()
    path[#path + 1] = self:key()
    self:blank()
  until not self:match("%.")
  return path
end

local function number(text)
  local clean = text:gsub("_", "")
  if text:find("__") or text:find("^_") or text:find("_$") or text:find("%X_") or text:find("_%X") then return nil end
  local sign, body = clean:match("^([+-]?)(.*)$")
  if body == "inf" then return sign == "-" and -math.huge or math.huge end
  if body == "nan" then return 0 / 0 end
  local prefix, digits = body:match("^0([xob])(%x+)$")
  if prefix then
    return sign == "" and tonumber(digits, ({ x = 16, o = 8, b = 2 })[prefix]) or nil
  end
  if body:find("^0%d") or not body:find("^%d") or body:find("%.$") or body:find("%.[eE]") or body:find("[xX]") then return nil end
  return tonumber(sign == "+" and body or clean)
end

function Reader:value(depth)
  if depth > 30 then self:fail("nested too deeply") end
  if self:match('"""') then return self:basic('"""', true) end
  if self:match('"') then return self:basic('"') end
  if self:match("'''") then
    self:match("\r?\n")
    local stop = self.text:find("'''", self.at, true)
    if not stop then self:fail("unfinished string") end
    local text = self.text:sub(self.at, stop - 1)
    self.at = stop + 3
    return text
  end
  if self:match("'") then
    return self:match("([^'\n]*)'") or self:fail("unfinished string")
  end
  if self:match("%[") then
    local list = {}
    self:blank(true)
    while not self:match("%]") do
      list[#list + 1] = self:value(depth + 1)
      self:blank(true)
      if not self:match(",") and self.text:sub(self.at, self.at) ~= "]" then self:fail("',' or ']' expected") end
      self:blank(true)
    end
    return list
  end
  if self:match("{") then
    local t = {}
    self:blank()
    while not self:match("}") do
      self:pair(t, depth + 1)
      self:blank()
      if self:match(",") then
        self:blank()
        if self.text:sub(self.at, self.at) == "}" then self:fail("a key expected near '}'") end
      elseif self.text:sub(self.at, self.at) ~= "}" then
        self:fail("',' or '}' expected")
      end
    end
    self.inline[t] = true
    return t
  end
  local start = self.at
  local date = self:match("(%d%d%d%d%-%d%d%-%d%d[Tt ]?%d?%d?:?%d?%d?:?%d?%d?%.?%d*[Zz]?[+-]?%d?%d?:?%d?%d?)")
  if date then
    local year, month, day = date:match("^(%d+)-(%d+)-(%d+)")
    if tonumber(month) > 12 or tonumber(day) > 31 or month == "00" then
      self.at = start
      self:fail("no such date: %s", date)
    end
    return setmetatable({ text = (date:gsub("%s+$", "")), year = math.tointeger(year), month = math.tointeger(month), day = math.tointeger(day) }, Date)
  end
  local word = self:match("([%w_+%-.]+)") or ""
  if word == "true" then return true end
  if word == "false" then return false end
  local n = word:find("^[+-]?[%dinf]") and number(word) or word:find("nan") and number(word)
  if n then return n end
  self.at = start
  self:fail(word == "" and "a value expected" or "bad value '%s'", word)
end

function Reader:descend(t, path, from, to, implicit)
  for i = from, to do
    local inner = t[path[i]]
    if inner == nil then
      inner = {}
      t[path[i]] = inner
      if implicit then self.implicit[inner] = true end
    elseif type(inner) ~= "table" or getmetatable(inner) == Date then
      self:fail("'%s' is not a table", table.concat(path, ".", 1, i))
    end
    if self.arrays[inner] then inner = inner[#inner] end
    if self.inline[inner] then self:fail("'%s' was closed", table.concat(path, ".", 1, i)) end
    t = inner
  end
  return t
end

function Reader:pair(t, depth)
  local at = self.at
  local path = self:path()
  if not self:match("=") then self:fail("'=' expected") end
  self:blank()
  local value = self:value(depth or 1)
  t = self:descend(t, path, 1, #path - 1, false)
  local key = path[#path]
  if t[key] ~= nil then
    self.at = at
    self:fail("'%s' is defined twice", table.concat(path, "."))
  end
  t[key] = value
end

--- The table of a text; or nil and a message with line and column.
function toml.parse(text)
  local root = {}
  local reader = setmetatable({ text = text, at = 1, inline = {}, arrays = {}, implicit = {} }, Reader)
  local ok, problem = pcall(function()
    local current = root
    while true do
      reader:blank(true)
      if reader.at > #text then break end
      if reader:match("%[%[") then
        local path = reader:path()
        if not reader:match("%]%]") then reader:fail("']]' expected") end
        local parent = reader:descend(root, path, 1, #path - 1, true)
        local list = parent[path[#path]]
        if list == nil then
          list = {}
          reader.arrays[list] = true
          parent[path[#path]] = list
        elseif not reader.arrays[list] then
          reader:fail("'%s' is not an array of tables", table.concat(path, "."))
        end
        current = {}
        list[#list + 1] = current
      elseif reader:match("%[") then
        local path = reader:path()
        if not reader:match("%]") then reader:fail("']' expected") end
        local parent = reader:descend(root, path, 1, #path - 1, true)
        current = parent[path[#path]]
        if current == nil then
          current = {}
          parent[path[#path]] = current
        elseif reader.implicit[current] then
          reader.implicit[current] = nil
        else
          reader:fail("table '%s' is defined twice", table.concat(path, "."))
        end
      else
        reader:pair(current)
      end
      reader:line_end()
    end
  end)
  if ok then return root end
  if type(problem) == "table" then return nil, ("%d:%d: %s"):format(problem.line, problem.column, problem.message), problem end
  error(problem, 0)
end

-- Writing
local function key_text(key) return key:find("^[%w_%-]+$") and key or ("%q"):format(key) end

local function value_text(value)
  local kind = math.type(value) or type(value)
  if kind == "string" then
    return '"' .. value:gsub('[%c"\\]', function(c)
      for name, plain in pairs(escapes) do if plain == c then return "\\" .. name end end
      return ("\\u%04X"):format(c:byte())
    end) .. '"'
  elseif kind == "float" then
    if value ~= value then return "nan" end
    if value == math.huge or value == -math.huge then return value > 0 and "inf" or "-inf" end
    local text = ("%.17g"):format(value)
    for precision = 1, 16 do
      local shorter = ("%%.%dg"):format(precision):format(value)
      if tonumber(shorter) == value then
        text = shorter
        break
      end
    end
    return text:find("[.e]") and text or text .. ".0"
  elseif kind == "table" and getmetatable(value) ~= Date then
    local out = {}
    if #value > 0 or next(value) == nil then
      for i, item in ipairs(value) do out[i] = value_text(item) end
      return "[" .. table.concat(out, ", ") .. "]"
    end
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys)
    for i, key in ipairs(keys) do out[i] = key_text(key) .. " = " .. value_text(value[key]) end
    return "{ " .. table.concat(out, ", ") .. " }"
  end
  return tostring(value)
end

local function is_section(value)
  return type(value) == "table" and getmetatable(value) == nil and #value == 0 and next(value) ~= nil
end

function toml.write(t, file, path)
  path = path or {}
  local keys, sections = {}, {}
  for key, value in pairs(t) do
    local list = is_section(value) and sections or type(value) == "table" and is_section(value[1]) and sections or keys
    list[#list + 1] = key
  end
  table.sort(keys)
  table.sort(sections)
  for _, key in ipairs(keys) do file:write(key_text(key), " = ", value_text(t[key]), "\n") end
  for _, key in ipairs(sections) do
    path[#path + 1] = key_text(key)
    local name = table.concat(path, ".")
    if is_section(t[key]) then
      file:write("\n[", name, "]\n")
      toml.write(t[key], file, path)
    else
      for _, item in ipairs(t[key]) do
        file:write("\n[[", name, "]]\n")
        toml.write(item, file, path)
      end
    end
    path[#path] = nil
  end
  return file
end

return toml
