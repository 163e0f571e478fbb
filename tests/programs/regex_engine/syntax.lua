-- Regular expressions: text to tree. A node is a table with `op`; sets of bytes are tables of booleans.

local P = {}
P.__index = P

local function set_of(...)
  local set = {}
  for i = 1, select("#", ...) do
    local item = select(i, ...)
    if type(item) == "table" then
      for byte = item[1], item[2] do set[byte] = true end
    else
      set[item:byte()] = true
    end
  end
  return set
end

local function inverse(set)
  local result = {}
  for byte = 0, 255 do result[byte] = not set[byte] or nil end
  return result
end

local CLASSES = {
  d = set_of({ 48, 57 }),
  w = set_of({ 48, 57 }, { 65, 90 }, { 97, 122 }, "_"),
  s = set_of(" ", "\t", "\n", "\r", "\f", "\v"),
}
for _, name in ipairs({ "d", "w", "s" }) do CLASSES[name:upper()] = inverse(CLASSES[name]) end

local ESCAPES = { n = "\n", t = "\t", r = "\r", ["0"] = "\0" }

function P:peek() return self.text:sub(self.at, self.at) end

function P:take(pattern)
  local found = self.text:match("^" .. pattern, self.at)
  if found then self.at = self.at + #found end
  return found
end

function P:fail(message, ...)
  error(setmetatable({ message = message:format(...), at = self.at, text = self.text }, {
    __tostring = function(e) return ("%s at %d in /%s/"):format(e.message, e.at, e.text) end,
  }), 0)
end

function P:alternatives()
  local options = { self:sequence() }
  while self:take("|") do options[#options + 1] = self:sequence() end
  return #options == 1 and options[1] or { op = "alt", table.unpack(options) }
end

function P:sequence()
  local parts = {}
  while self.at <= #self.text and not self.text:find("^[|)]", self.at) do parts[#parts + 1] = self:repeated() end
  if #parts == 1 then return parts[1] end
  return { op = "seq", table.unpack(parts) }
end

local SIMPLE = { ["*"] = { 0, math.huge }, ["+"] = { 1, math.huge }, ["?"] = { 0, 1 } }

function P:repeated()
  local node = self:atom()
  while true do
    local bounds
    local sign = self:take("[*+?]")
    if sign then
      bounds = SIMPLE[sign]
    else
      local text = self:take("{%d*,?%d*}")
      if not text then break end
      local low, comma, high = text:match("{(%d*)(,?)(%d*)}")
      low = tonumber(low) or 0
      high = tonumber(high) or (comma == "," and math.huge or low)
      if high < low then self:fail("bounds %d and %s", low, high) end
      if high ~= math.huge and high > 50 then self:fail("more than %d repetitions", 50) end
      bounds = { low, high }
    end
    local lazy = self:take("%?") ~= nil
    node = { op = "rep", node, low = bounds[1], high = bounds[2], lazy = lazy }
  end
  return node
end

function P:escape()
  local c = self:take(".")
  if not c then self:fail("escape without character") end
  if CLASSES[c] then return CLASSES[c] end
  if c == "x" then
    local digits = self:take("%x%x") or self:fail("two hexadecimal digits expected")
    return set_of(string.char(tonumber(digits, 16)))
  end
  return set_of(ESCAPES[c] or c)
end

function P:set()
  local negated = self:take("%^")
  local set = {}
  repeat
    local low = self:take(".")
    if not low then self:fail("unfinished set") end
    local member = low == "\\" and self:escape() or set_of(low)
    if self.text:find("^%-[^]]", self.at) then
      self.at = self.at + 1
      local high = self:take(".")
      if low == "\\" then self:fail("class in a range") end
      if high < low then self:fail("range %s-%s out of order", low, high) end
      member = set_of({ low:byte(), high:byte() })
    end
    for byte in pairs(member) do set[byte] = true end
  until self:take("]")
  return negated and inverse(set) or set
end

local ATOMS
ATOMS = {
  ["("] = function(p)
    local name, capturing
    if p:take("%?:") then
      capturing = false
    else
      capturing = true
      name = p:take("%?<[%a_]%w*>")
      p.groups = p.groups + 1
    end
    local number = p.groups
    local inner = p:alternatives()
    if not p:take("%)") then p:fail("')' expected") end
    if not capturing then return inner end
    if name then p.names[name:sub(3, -2)] = number end
    return { op = "group", inner, number = number }
  end,
  ["["] = function(p) return { op = "set", set = p:set() } end,
  ["."] = function() return { op = "set", set = inverse(set_of("\n")) } end,
  ["^"] = function() return { op = "assert", what = "start" } end,
  ["$"] = function() return { op = "assert", what = "finish" } end,
  ["\\"] = function(p)
    if p:take("b") then return { op = "assert", what = "boundary" } end
    if p:take("B") then return { op = "assert", what = "inside" } end
    return { op = "set", set = p:escape() }
  end,
  [")"] = function(p) p:fail("unexpected ')'") end,
  ["*"] = function(p) p:fail("nothing to repeat") end,
}
ATOMS["+"], ATOMS["?"] = ATOMS["*"], ATOMS["*"]

function P:atom()
  local c = self:take(".") or self:take("\n")
  local handler = ATOMS[c]
  if handler then return handler(self) end
  return { op = "set", set = set_of(c) }
end

return {
  parse = function(text)
    local parser = setmetatable({ text = text, at = 1, groups = 0, names = {} }, P)
    local tree = parser:alternatives()
    if parser.at <= #text then parser:fail("unexpected '%s'", parser:peek()) end
    return tree, parser.groups, parser.names
  end,
  word = CLASSES.w,
}
