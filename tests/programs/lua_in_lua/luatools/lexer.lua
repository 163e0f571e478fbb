-- Tokens of Lua 5.4: tables {type, value, line, column, raw}.
local Lexer = {}
Lexer.__index = Lexer

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true
    until while]]):gmatch("%a+") do
  keywords[word] = true
end

-- Longest first
local operators = {
  "...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", "..",
  "+", "-", "*", "/", "%", "^", "#", "&", "~", "|", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".",
}

local function new(source, name)
  source = source:gsub("^#[^\n]*", "")
  return setmetatable({ source = source, name = name or "?", position = 1, line = 1, line_start = 1, comments = {} }, Lexer)
end

function Lexer:error(message, near)
  error(("%s:%d: %s%s"):format(self.name, self.line, message, near and " near " .. near or ""), 0)
end

function Lexer:newlines(text, start)
  for at in text:gmatch("()\n") do
    self.line = self.line + 1
    self.line_start = start + at
  end
end

function Lexer:long(start)
  local level = self.source:match("^%[(=*)%[", start)
  if not level then return nil end
  local open = start + #level + 2
  local close_at, close_end = self.source:find("]" .. level .. "]", open, true)
  if not close_at then return false end
  local text = self.source:sub(open, close_at - 1)
  return (text:gsub("\r\n?", "\n"):gsub("^\n", "")), close_end + 1
end

function Lexer:blank()
  while true do
    local start, stop = self.source:find("^[ \t\r\f\v\n]+", self.position)
    if not start then
      if not self.source:find("^%-%-", self.position) then return end
      start = self.position
      local text, after = self:long(start + 2)
      if text == false then self:error("unfinished long comment", "<eof>") end
      if text then
        stop = after - 1
      else
        stop = (self.source:find("\n", start, true) or #self.source + 1) - 1
      end
      table.insert(self.comments, { line = self.line, text = self.source:sub(start, stop) })
    end
    self:newlines(self.source:sub(start, stop), start)
    self.position = stop + 1
  end
end

local simple_escapes = {
  a = "\a", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", v = "\v", ["\\"] = "\\", ['"'] = '"', ["'"] = "'", ["\n"] = "\n",
}

function Lexer:string(quote)
  local out, i, source = {}, self.position + 1, self.source
  while true do
    local stop = source:find("[\\\n" .. quote .. "]", i)
    if not stop then self:error("unfinished string", "<eof>") end
    out[#out + 1] = source:sub(i, stop - 1)
    local c = source:sub(stop, stop)
    if c == quote then
      return table.concat(out), stop + 1
    elseif c == "\n" then
      self:error("unfinished string", "'" .. source:sub(self.position, stop - 1) .. "'")
    end
    local e = source:sub(stop + 1, stop + 1)
    if simple_escapes[e] then
      out[#out + 1] = simple_escapes[e]
      i = stop + 2
      if e == "\n" then self.line = self.line + 1 end
    elseif e == "x" then
      local hex = source:match("^%x%x", stop + 2)
      if not hex then self:error("hexadecimal digit expected", "'" .. source:sub(self.position, stop + 2) .. "'") end
      out[#out + 1] = string.char(tonumber(hex, 16))
      i = stop + 4
    elseif e == "z" then
      local _, last = source:find("^%s*", stop + 2)
      self:newlines(source:sub(stop + 2, last), stop + 2)
      i = last + 1
    elseif e == "u" then
      local hex, after = source:match("^{(%x+)}()", stop + 2)
      if not hex then self:error("missing '{' in \\u{xxxx}", "'" .. source:sub(self.position, stop + 2) .. "'") end
      out[#out + 1] = utf8.char(tonumber(hex, 16))
      i = after
    elseif e:find("%d") then
      local number = source:match("^%d%d?%d?", stop + 1)
      if tonumber(number) > 255 then self:error("decimal escape too large", "'\\" .. number .. "'") end
      out[#out + 1] = string.char(number)
      i = stop + 1 + #number
    else
      self:error("invalid escape sequence", "'\\" .. e .. "'")
    end
  end
end

function Lexer:next()
  self:blank()
  local source, start = self.source, self.position
  local token = { line = self.line, column = start - self.line_start + 1 }
  if start > #source then
    token.type, token.raw = "<eof>", ""
    return token
  end
  local c = source:sub(start, start)
  local word = source:match("^[%a_][%w_]*", start)
  local after
  if word then
    token.type, token.value, after = keywords[word] and word or "name", word, start + #word
  elseif c:find("%d") or source:find("^%.%d", start) then
    local literal = source:match("^0[xX][%x%.]*[pP][+-]?%w*", start) or source:match("^0[xX][%w%.]*", start)
      or source:match("^[%d%.]*[eE][+-]%w*", start) or source:match("^[%w%.]+", start)
    token.value = tonumber(literal)
    if not token.value then self:error("malformed number", "'" .. literal .. "'") end
    token.type, after = "number", start + #literal
  elseif c == '"' or c == "'" then
    token.type = "string"
    token.value, after = self:string(c)
  else
    if c == "[" then
      local text, stop = self:long(start)
      if text == false then self:error("unfinished long string", "<eof>") end
      if text then
        token.type, token.value, after = "string", text, stop
        self:newlines(source:sub(start, stop - 1), start)
      end
    end
    if not after then
      for _, operator in ipairs(operators) do
        if source:sub(start, start + #operator - 1) == operator then
          token.type, after = operator, start + #operator
          break
        end
      end
      if not after then self:error("unexpected symbol", "'" .. c .. "'") end
    end
  end
  token.raw = source:sub(start, after - 1)
  self.position = after
  return token
end

--- All tokens of a text, the last one `<eof>`.
local function tokens(source, name)
  local lexer, list = new(source, name), {}
  repeat
    list[#list + 1] = lexer:next()
  until list[#list].type == "<eof>"
  return list, lexer.comments
end

return { tokens = tokens, keywords = keywords }
