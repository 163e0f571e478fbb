local types = require("types")
local cons, symbol, null = types.cons, types.symbol, types.null

local Reader = {}
Reader.__index = Reader

local function new(text, name)
  return setmetatable({ text = text, at = 1, line = 1, name = name or "input" }, Reader)
end

function Reader:fail(message, ...)
  error({ kind = "syntax", message = ("%s:%d: "):format(self.name, self.line) .. message:format(...) }, 0)
end

function Reader:blank()
  while true do
    local start, stop, text = self.text:find("^([%s,]+)", self.at)
    if not start then start, stop, text = self.text:find("^(;[^\n]*)", self.at) end
    if not start then
      local open = self.text:match("^#|()", self.at)
      if not open then return end
      local depth, i = 1, open
      while depth > 0 do
        local s, e, mark = self.text:find("([|#][|#])", i)
        if not s then self:fail("unfinished comment") end
        if mark == "#|" then depth = depth + 1 elseif mark == "|#" then depth = depth - 1 end
        i = (mark == "##" or mark == "||") and s + 1 or e + 1
      end
      start, stop, text = self.at, i - 1, self.text:sub(self.at, i - 1)
    end
    text = text:gsub(",", "")
    self.line = self.line + select(2, text:gsub("\n", ""))
    self.at = stop + 1
  end
end

local escapes = { n = "\n", t = "\t", ['"'] = '"', ["\\"] = "\\" }
local prefixes = { ["'"] = "quote", ["`"] = "quasiquote", ["~"] = "unquote", ["~@"] = "unquote-splicing" }

function Reader:string()
  local out, i = {}, self.at + 1
  while true do
    local plain, stop = self.text:match('^([^"\\]*)()', i)
    out[#out + 1] = plain
    local c = self.text:sub(stop, stop)
    if c == "" then self:fail("unfinished string") end
    if c == '"' then
      local text = table.concat(out)
      self.at = stop + 1
      self.line = self.line + select(2, text:gsub("\n", "%0"))
      return text
    end
    local e = self.text:sub(stop + 1, stop + 1)
    out[#out + 1] = escapes[e] or self:fail("unknown escape \\%s", e)
    i = stop + 2
  end
end

function Reader:datum()
  self:blank()
  local c = self.text:sub(self.at, self.at)
  local line = self.line
  if c == "" then return nil, true end
  if c == "(" or c == "[" then
    local closer = c == "(" and ")" or "]"
    self.at = self.at + 1
    local items, tail = {}, null
    while true do
      self:blank()
      local d = self.text:sub(self.at, self.at)
      if d == "" then
        self:fail("'%s' expected (to close '%s' at line %d)", closer, c, line)
      elseif d == closer then
        self.at = self.at + 1
        break
      elseif d == ")" or d == "]" then
        self:fail("'%s' expected near '%s'", closer, d)
      elseif d == "." and self.text:find("^%.[%s%(%)]", self.at) then
        if #items == 0 then self:fail("nothing before '.'") end
        self.at = self.at + 1
        tail = self:datum()
        self:blank()
        if self.text:sub(self.at, self.at) ~= closer then self:fail("one datum expected after '.'") end
      else
        items[#items + 1] = { (self:datum()), self.line }
      end
    end
    for i = #items, 1, -1 do tail = cons(items[i][1], tail, i == 1 and line or items[i][2]) end
    return tail
  elseif c == ")" or c == "]" then
    self:fail("unexpected '%s'", c)
  elseif c == '"' then
    return self:string()
  elseif c == "'" or c == "`" or c == "~" then
    local prefix = self.text:match("^~@", self.at) or c
    self.at = self.at + #prefix
    local datum, ended = self:datum()
    if ended then self:fail("nothing after %s", prefix) end
    return cons(symbol(prefixes[prefix]), cons(datum, null, line), line)
  end
  local token = self.text:match("^[^%s%(%)%[%]\"';,]+", self.at)
  self.at = self.at + #token
  if token == "#t" then return true end
  if token == "#f" then return false end
  if token:find("^[+-]?%.?%d") then
    return tonumber(token) or self:fail("malformed number '%s'", token)
  end
  return symbol(token)
end

-- for datum, line in reader.data(text) do … end
local function data(text, name)
  local reader = new(text, name)
  return function()
    reader:blank()
    local datum, ended = reader:datum()
    if ended then return nil end
    return { datum }, reader.line
  end
end

return { new = new, data = data }
