-- From trees to text: pretty (indented) or minified, with short names for local variables.
local parser = require("luatools.parser")
local keywords = require("luatools.lexer").keywords
local priorities, UNARY = parser.priorities, parser.UNARY

local Printer = {}
Printer.__index = Printer

local function quote(text)
  text = ("%q"):format(text):gsub("\\\n", "\\n"):gsub("\r", "\\r")
  return text
end

function Printer:emit(text)
  local out = self.out
  if self.mini and #out > 0 then
    local last, first = out[#out]:sub(-1), text:sub(1, 1)
    if last:find("[%w_]") and first:find("[%w_]") or last == "-" and first == "-" or last == "." and first == "."
      or last:find("%d") and first == "." or last == "[" and first == "[" or last == ">" and first == "=" then
      out[#out + 1] = " "
    end
  elseif out[#out] == "-" and text == "-" then
    out[#out + 1] = " "
  end
  out[#out + 1] = text
end

function Printer:space() if not self.mini then self:emit(" ") end end

function Printer:list(items, f)
  for i, item in ipairs(items) do
    if i > 1 then
      self:emit(",")
      self:space()
    end
    f(self, item)
  end
end

function Printer:name(variable) self:emit(variable.short or variable.name) end

local number_forms = {}
local function number(value, raw, mini)
  if not mini then return raw end
  if number_forms[raw] then return number_forms[raw] end
  local text = raw
  if math.type(value) == "integer" then
    for _, form in ipairs { ("%d"):format(value), ("0x%x"):format(value) } do
      if #form < #text and math.type(tonumber(form)) == "integer" and tonumber(form) == value then text = form end
    end
  else
    for _, form in ipairs { ("%.14g"):format(value), (("%.17g"):format(value):gsub("^0%.", ".")) } do
      if #form < #text and math.type(tonumber(form)) == "float" and tonumber(form) == value then text = form end
    end
  end
  number_forms[raw] = text
  return text
end

local expressions = {}

function Printer:expression(e, limit)
  local f = expressions[e.tag] or error("no printer for " .. tostring(e.tag))
  return f(self, e, limit or 0)
end

expressions.Nil = function(self) self:emit("nil") end
expressions.True = function(self) self:emit("true") end
expressions.False = function(self) self:emit("false") end
expressions.Vararg = function(self) self:emit("...") end
expressions.Number = function(self, e) self:emit(number(e.value, e.raw, self.mini)) end
expressions.String = function(self, e) self:emit(quote(e.value)) end
expressions.Local = function(self, e) self:name(e.variable) end
expressions.Global = function(self, e) self:emit(e.name) end

function Printer:prefix(e)
  local tag = e.tag
  if tag == "Local" or tag == "Global" or tag == "Index" or tag == "Call" or tag == "Method" or tag == "Paren" then
    return self:expression(e)
  end
  self:emit("(")
  self:expression(e)
  self:emit(")")
end

local multiple = { Call = true, Method = true, Vararg = true }
expressions.Paren = function(self, e, limit)
  local inner = e.inner
  -- Parentheses matter for results that would be several, and where the inner is a prefix that needs them.
  while inner.tag == "Paren" do inner = inner.inner end
  if multiple[inner.tag] or not self.mini or limit == 0 or inner.tag == "Unary" or inner.tag == "Binary" then
    self:emit("(")
    self:expression(inner)
    self:emit(")")
  else
    self:prefix(inner)
  end
end

expressions.Index = function(self, e)
  self:prefix(e.object)
  local key = e.key
  if key.tag == "String" and key.value:find("^[%a_][%w_]*$") and not keywords[key.value] then
    self:emit(".")
    self:emit(key.value)
  else
    self:emit("[")
    self:expression(key)
    self:emit("]")
  end
end

function Printer:arguments(list)
  if #list == 1 and self.mini and (list[1].tag == "String" or list[1].tag == "Table") then
    return self:expression(list[1])
  end
  self:emit("(")
  self:list(list, self.expression)
  self:emit(")")
end

expressions.Call = function(self, e)
  self:prefix(e.callee)
  self:arguments(e.arguments)
end
expressions.Method = function(self, e)
  self:prefix(e.object)
  self:emit(":")
  self:emit(e.name)
  self:arguments(e.arguments)
end

expressions.Unary = function(self, e, limit)
  local parenthesise = limit > UNARY
  if parenthesise then self:emit("(") end
  self:emit(e.operator == "not" and not self.mini and "not " or e.operator)
  self:expression(e.operand, UNARY)
  if parenthesise then self:emit(")") end
end

expressions.Binary = function(self, e, limit)
  local priority = priorities[e.operator]
  local parenthesise = priority[1] <= limit
  if parenthesise then self:emit("(") end
  self:expression(e.left, priority[1] - 1)
  self:space()
  self:emit(e.operator)
  self:space()
  self:expression(e.right, priority[2])
  if parenthesise then self:emit(")") end
end

expressions.Function = function(self, e)
  self:emit("function")
  self:body(e)
end

function Printer:body(e)
  self:emit("(")
  local first = e.is_method and 2 or 1
  self:list(table.move(e.parameters, first, #e.parameters, 1, {}), self.name)
  if e.vararg then
    if #e.parameters >= first then
      self:emit(",")
      self:space()
    end
    self:emit("...")
  end
  self:emit(")")
  self:block(e.body)
  self:emit("end")
end

expressions.Table = function(self, e)
  if #e.items == 0 then return self:emit("{}") end
  self:emit("{")
  self:space()
  self:list(e.items, function(_, item)
    if item.kind == "pair" then
      self:emit("[")
      self:expression(item.key)
      self:emit("]")
    elseif item.kind == "field" then
      self:emit(item.key)
    end
    if item.kind ~= "item" then
      self:space()
      self:emit("=")
      self:space()
    end
    self:expression(item.value)
  end)
  self:space()
  self:emit("}")
end

-- Statements
local statements = {}

function Printer:newline()
  if not self.mini then self.out[#self.out + 1] = "\n" .. ("  "):rep(self.indent) end
end

function Printer:block(list)
  self.indent = self.indent + 1
  for i, statement in ipairs(list) do
    self:newline()
    -- A statement that begins with a parenthesis would go on with the one before.
    local mark = #self.out
    statements[statement.tag](self, statement)
    if i > 1 and self.out[mark + 1] == "(" then
      table.insert(self.out, mark + 1, ";")
    end
  end
  self.indent = self.indent - 1
  if self.indent >= 0 then self:newline() end
end

local function keyword(text)
  return function(self)
    self:emit(text)
    if not self.mini then self:emit(" ") end
  end
end
local k_if, k_while, k_for, k_return, k_local = keyword("if"), keyword("while"), keyword("for"), keyword("return"), keyword("local")

function Printer:word(text)
  self:space()
  self:emit(text)
end

statements.LocalStatement = function(self, s)
  k_local(self)
  self:list(s.variables, function(_, variable)
    self:name(variable)
    if variable.attribute then
      self:word("<")
      self:emit(variable.attribute)
      self:emit(">")
    end
  end)
  if #s.values > 0 then
    self:word("=")
    self:space()
    self:list(s.values, self.expression)
  end
end
statements.Assign = function(self, s)
  self:list(s.targets, self.expression)
  self:word("=")
  self:space()
  self:list(s.values, self.expression)
end
statements.CallStatement = function(self, s) self:expression(s.call) end
statements.Do = function(self, s)
  self:emit("do")
  self:block(s.body)
  self:emit("end")
end
statements.While = function(self, s)
  k_while(self)
  self:expression(s.condition)
  self:word("do")
  self:block(s.body)
  self:emit("end")
end
statements.Repeat = function(self, s)
  self:emit("repeat")
  self:block(s.body)
  self:emit("until")
  self:space()
  self:expression(s.condition)
end
statements.If = function(self, s)
  for i, clause in ipairs(s.clauses) do
    if i == 1 then k_if(self) else
      self:emit("elseif")
      self:space()
    end
    self:expression(clause.condition)
    self:word("then")
    self:block(clause.body)
  end
  if s.otherwise then
    self:emit("else")
    self:block(s.otherwise)
  end
  self:emit("end")
end
statements.NumericFor = function(self, s)
  k_for(self)
  self:name(s.variable)
  self:word("=")
  self:space()
  self:list(s.range, self.expression)
  self:word("do")
  self:block(s.body)
  self:emit("end")
end
statements.GenericFor = function(self, s)
  k_for(self)
  self:list(s.variables, self.name)
  self:word("in")
  self:space()
  self:list(s.values, self.expression)
  self:word("do")
  self:block(s.body)
  self:emit("end")
end
statements.FunctionStatement = function(self, s)
  self:emit("function")
  self:space()
  local target = s.target
  if s.value.is_method then
    self:expression(target.object)
    self:emit(":")
    self:emit(target.key.value)
  else
    self:expression(target)
  end
  self:body(s.value)
end
statements.LocalFunction = function(self, s)
  k_local(self)
  self:emit("function")
  self:space()
  self:name(s.variable)
  self:body(s.value)
end
statements.Return = function(self, s)
  if #s.values == 0 then return self:emit("return") end
  k_return(self)
  self:list(s.values, self.expression)
end
statements.Break = function(self) self:emit("break") end
statements.Goto = function(self, s)
  self:emit("goto")
  if not self.mini then self:emit(" ") end
  self:emit(s.name)
end
statements.Label = function(self, s) self:emit("::" .. s.name .. "::") end

-- Short names: each variable its own, unless it is a global's or a keyword
local function shorten(tree)
  local order = table.move(tree.variables, 1, #tree.variables, 1, {})
  local first = {}
  for i, variable in ipairs(order) do first[variable] = i end
  table.sort(order, function(a, b)
    if a.uses ~= b.uses then return a.uses > b.uses end
    return first[a] < first[b]
  end)
  local letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
  local count = 0
  local function next_name()
    local name
    repeat
      local n = count
      count = count + 1
      name = ""
      repeat
        local digit = n % #letters
        name = letters:sub(digit + 1, digit + 1) .. name
        n = n // #letters - 1
      until n < 0
    until not keywords[name] and not tree.globals[name]
    return name
  end
  for _, variable in ipairs(order) do
    if variable.name ~= "self" and variable.name ~= "_ENV" then variable.short = next_name() end
  end
end

local function print_tree(tree, mini)
  if mini then shorten(tree) end
  local printer = setmetatable({ out = {}, indent = -1, mini = mini }, Printer)
  printer:block(tree.body)
  local text = table.concat(printer.out)
  return mini and text or text:gsub("^\n", "") .. "\n"
end

return { pretty = function(tree) return print_tree(tree, false) end, minify = function(tree) return print_tree(tree, true) end }
