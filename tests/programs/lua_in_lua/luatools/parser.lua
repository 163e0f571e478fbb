-- A recursive descent parser: syntax trees are tables with a `tag`.
local lexer = require("luatools.lexer")

local Parser = {}
Parser.__index = Parser

local function node(tag, line, fields)
  fields = fields or {}
  fields.tag, fields.line = tag, line
  return fields
end

function Parser:peek() return self.tokens[self.at] end
function Parser:check(kind) return self.tokens[self.at].type == kind end

function Parser:advance()
  local token = self.tokens[self.at]
  self.at = self.at + 1
  return token
end

function Parser:fail(message, token)
  token = token or self:peek()
  local near = token.type == "<eof>" and "<eof>" or "'" .. token.raw .. "'"
  error(("%s:%d: %s near %s"):format(self.name, token.line, message, near), 0)
end

function Parser:accept(kind)
  if self:check(kind) then return self:advance() end
  return nil
end

function Parser:expect(kind, opener)
  local token = self:peek()
  if token.type == kind then return self:advance() end
  local what = kind == "name" and "<name>" or "'" .. kind .. "'"
  if opener and opener.line ~= token.line then
    self:fail(("%s expected (to close '%s' at line %d)"):format(what, opener.raw, opener.line), token)
  end
  self:fail(what .. " expected", token)
end

-- Scopes, for `goto`, attributes and names ----------------------------------------------------------

function Parser:push(is_function)
  self.scope = { outer = self.scope, names = {}, labels = {}, is_function = is_function, loop = false }
end
function Parser:pop() self.scope = self.scope.outer end

function Parser:declare(name, attribute)
  local variable = { name = name, attribute = attribute, uses = 0 }
  self.scope.names[name] = variable
  self.variables[#self.variables + 1] = variable
  return variable
end

function Parser:resolve(name)
  local scope = self.scope
  while scope do
    local variable = scope.names[name]
    if variable then return variable end
    scope = scope.outer
  end
  return nil
end

-- Expressions -------------------------------------------------------------------------------------------

local binary = {
  ["or"] = { 1, 1 }, ["and"] = { 2, 2 },
  ["<"] = { 3, 3 }, [">"] = { 3, 3 }, ["<="] = { 3, 3 }, [">="] = { 3, 3 }, ["~="] = { 3, 3 }, ["=="] = { 3, 3 },
  ["|"] = { 4, 4 }, ["~"] = { 5, 5 }, ["&"] = { 6, 6 }, ["<<"] = { 7, 7 }, [">>"] = { 7, 7 },
  [".."] = { 9, 8 }, ["+"] = { 10, 10 }, ["-"] = { 10, 10 },
  ["*"] = { 11, 11 }, ["/"] = { 11, 11 }, ["//"] = { 11, 11 }, ["%"] = { 11, 11 }, ["^"] = { 14, 13 },
}
local UNARY = 12
local unary = { ["not"] = true, ["-"] = true, ["#"] = true, ["~"] = true }

function Parser:expression(limit)
  limit = limit or 0
  self.depth = self.depth + 1
  if self.depth > 150 then self:fail("chunk has too many syntax levels") end
  local token = self:peek()
  local left
  if unary[token.type] then
    self:advance()
    left = node("Unary", token.line, { operator = token.type, operand = self:expression(UNARY) })
  else
    left = self:simple()
  end
  while true do
    local operator = self:peek()
    local priority = binary[operator.type]
    if not priority or priority[1] <= limit then break end
    self:advance()
    left = node("Binary", operator.line, { operator = operator.type, left = left, right = self:expression(priority[2]) })
  end
  self.depth = self.depth - 1
  return left
end

local constants = { ["nil"] = "Nil", ["true"] = "True", ["false"] = "False", ["..."] = "Vararg" }

function Parser:simple()
  local token = self:peek()
  local tag = constants[token.type]
  if tag then
    if tag == "Vararg" and not self.vararg then self:fail("cannot use '...' outside a vararg function") end
    self:advance()
    return node(tag, token.line)
  elseif token.type == "number" then
    self:advance()
    return node("Number", token.line, { value = token.value, raw = token.raw })
  elseif token.type == "string" then
    self:advance()
    return node("String", token.line, { value = token.value })
  elseif token.type == "{" then
    return self:constructor()
  elseif token.type == "function" then
    self:advance()
    return self:body(token)
  end
  return self:suffixed()
end

function Parser:constructor()
  local open = self:expect("{")
  local items = {}
  while not self:check("}") do
    local token = self:peek()
    if token.type == "[" then
      self:advance()
      local key = self:expression()
      self:expect("]", token)
      self:expect("=")
      items[#items + 1] = { kind = "pair", key = key, value = self:expression() }
    elseif token.type == "name" and self.tokens[self.at + 1].type == "=" then
      self:advance()
      self:advance()
      items[#items + 1] = { kind = "field", key = token.value, value = self:expression() }
    else
      items[#items + 1] = { kind = "item", value = self:expression() }
    end
    if not self:accept(",") and not self:accept(";") then break end
  end
  self:expect("}", open)
  return node("Table", open.line, { items = items })
end

function Parser:body(opener, is_method)
  self:push(true)
  local saved = self.vararg
  self.vararg = false
  local parameters = {}
  if is_method then parameters[1] = self:declare("self") end
  local open = self:expect("(")
  if not self:check(")") then
    repeat
      if self:accept("...") then
        self.vararg = true
        break
      end
      parameters[#parameters + 1] = self:declare(self:expect("name").value)
    until not self:accept(",")
  end
  self:expect(")", open)
  local result = node("Function", opener.line, { parameters = parameters, is_method = is_method, vararg = self.vararg })
  result.body = self:statements()
  self:expect("end", opener)
  self.vararg = saved
  self:pop()
  return result
end

function Parser:primary()
  local token = self:peek()
  if token.type == "name" then
    self:advance()
    local variable = self:resolve(token.value)
    if variable then
      variable.uses = variable.uses + 1
      return node("Local", token.line, { variable = variable })
    end
    self.globals[token.value] = (self.globals[token.value] or 0) + 1
    return node("Global", token.line, { name = token.value })
  elseif token.type == "(" then
    self:advance()
    local inner = self:expression()
    self:expect(")", token)
    return node("Paren", token.line, { inner = inner })
  end
  self:fail("unexpected symbol")
end

function Parser:arguments()
  local token = self:peek()
  if token.type == "string" then
    self:advance()
    return { node("String", token.line, { value = token.value }) }
  elseif token.type == "{" then
    return { self:constructor() }
  elseif token.type == "(" then
    self:advance()
    local list = self:check(")") and {} or self:expressions()
    self:expect(")", token)
    return list
  end
  self:fail("function arguments expected")
end

function Parser:suffixed()
  local value = self:primary()
  while true do
    local token = self:peek()
    if token.type == "." then
      self:advance()
      value = node("Index", token.line, { object = value, key = node("String", token.line, { value = self:expect("name").value }) })
    elseif token.type == "[" then
      self:advance()
      value = node("Index", token.line, { object = value, key = self:expression() })
      self:expect("]", token)
    elseif token.type == ":" then
      self:advance()
      local name = self:expect("name").value
      value = node("Method", token.line, { object = value, name = name, arguments = self:arguments() })
    elseif token.type == "(" or token.type == "string" or token.type == "{" then
      value = node("Call", token.line, { callee = value, arguments = self:arguments() })
    else
      return value
    end
  end
end

function Parser:expressions()
  local list = {}
  repeat list[#list + 1] = self:expression() until not self:accept(",")
  return list
end

-- Statements ------------------------------------------------------------------------------------------------

local enders = { ["end"] = true, ["else"] = true, ["elseif"] = true, ["until"] = true, ["<eof>"] = true }

function Parser:statements()
  local list = {}
  while not enders[self:peek().type] do
    local token = self:peek()
    if token.type == "return" then
      self:advance()
      local values = {}
      if not enders[self:peek().type] and not self:check(";") then values = self:expressions() end
      self:accept(";")
      list[#list + 1] = node("Return", token.line, { values = values })
      if not enders[self:peek().type] then self:fail("'<eof>' expected") end
      break
    end
    local statement = self:statement(token)
    if statement then list[#list + 1] = statement end
  end
  for _, pending in ipairs(self.scope.gotos or {}) do
    if not self:find_label(pending.name) then
      local outer = self.scope.outer
      if self.scope.is_function or not outer then
        error(("%s:%d: no visible label '%s' for goto at line %d"):format(self.name, pending.line, pending.name, pending.line), 0)
      end
      outer.gotos = outer.gotos or {}
      table.insert(outer.gotos, pending)
    end
  end
  return list
end

function Parser:find_label(name) return self.scope.labels[name] end

function Parser:block(opener, closer, loop)
  self:push()
  self.scope.loop = loop
  local body = self:statements()
  self:pop()
  if closer then self:expect(closer, opener) end
  return body
end

local statements = {}
statements[";"] = function() return nil end
statements["if"] = function(self, token)
  local clauses, otherwise = {}, nil
  repeat
    local condition = self:expression()
    self:expect("then")
    clauses[#clauses + 1] = { condition = condition, body = self:block() }
  until not self:accept("elseif")
  if self:accept("else") then otherwise = self:block() end
  self:expect("end", token)
  return node("If", token.line, { clauses = clauses, otherwise = otherwise })
end
statements["while"] = function(self, token)
  local condition = self:expression()
  self:expect("do")
  return node("While", token.line, { condition = condition, body = self:block(token, "end", true) })
end
statements["do"] = function(self, token) return node("Do", token.line, { body = self:block(token, "end") }) end
statements["repeat"] = function(self, token)
  self:push()
  self.scope.loop = true
  local body = self:statements()
  self:expect("until", token)
  local condition = self:expression()
  self:pop()
  return node("Repeat", token.line, { body = body, condition = condition })
end
statements["for"] = function(self, token)
  local names = { self:expect("name").value }
  if self:accept("=") then
    local range = { self:expression() }
    self:expect(",")
    range[2] = self:expression()
    if self:accept(",") then range[3] = self:expression() end
    self:expect("do")
    self:push()
    local variable = self:declare(names[1])
    local body = self:block(token, "end", true)
    self:pop()
    return node("NumericFor", token.line, { variable = variable, range = range, body = body })
  end
  while self:accept(",") do names[#names + 1] = self:expect("name").value end
  self:expect("in")
  local values = self:expressions()
  self:expect("do")
  self:push()
  local variables = {}
  for i, name in ipairs(names) do variables[i] = self:declare(name) end
  local body = self:block(token, "end", true)
  self:pop()
  return node("GenericFor", token.line, { variables = variables, values = values, body = body })
end
statements["function"] = function(self, token)
  local target, is_method = self:primary(), false
  if target.tag == "Paren" then self:fail("<name> expected") end
  while self:check(".") or self:check(":") do
    local separator = self:advance()
    local key = node("String", separator.line, { value = self:expect("name").value })
    target = node("Index", separator.line, { object = target, key = key })
    if separator.type == ":" then
      is_method = true
      break
    end
  end
  return node("FunctionStatement", token.line, { target = target, value = self:body(token, is_method) })
end
statements["local"] = function(self, token)
  if self:accept("function") then
    local variable = self:declare(self:expect("name").value)
    return node("LocalFunction", token.line, { variable = variable, value = self:body(token) })
  end
  local names = {}
  repeat
    local name, attribute = self:expect("name").value, nil
    if self:accept("<") then
      local at = self:peek()
      attribute = self:expect("name").value
      if attribute ~= "const" and attribute ~= "close" then
        self:fail(("unknown attribute '%s'"):format(attribute), at)
      end
      self:expect(">")
    end
    names[#names + 1] = { name, attribute }
  until not self:accept(",")
  local values = self:accept("=") and self:expressions() or {}
  local variables = {}
  for i, pair in ipairs(names) do variables[i] = self:declare(table.unpack(pair, 1, 2)) end
  return node("LocalStatement", token.line, { variables = variables, values = values })
end
statements["::"] = function(self, token)
  local name = self:expect("name").value
  self:expect("::")
  if self.scope.labels[name] then
    error(("%s:%d: label '%s' already defined on line %d"):format(self.name, token.line, name, self.scope.labels[name]), 0)
  end
  self.scope.labels[name] = token.line
  return node("Label", token.line, { name = name })
end
statements["goto"] = function(self, token)
  local name = self:expect("name").value
  self.scope.gotos = self.scope.gotos or {}
  table.insert(self.scope.gotos, { name = name, line = token.line })
  return node("Goto", token.line, { name = name })
end
statements["break"] = function(self, token)
  local scope = self.scope
  while scope and not scope.loop and not scope.is_function do scope = scope.outer end
  if not scope or not scope.loop then
    error(("%s:%d: break outside a loop at line %d"):format(self.name, token.line, token.line), 0)
  end
  return node("Break", token.line)
end

function Parser:statement(token)
  local parse = statements[token.type]
  if parse then
    self:advance()
    return parse(self, token)
  end
  local value = self:suffixed()
  if self:check("=") or self:check(",") then
    local targets = { value }
    while self:accept(",") do targets[#targets + 1] = self:suffixed() end
    for _, target in ipairs(targets) do
      if target.tag == "Local" and target.variable.attribute then
        error(("%s:%d: attempt to assign to const variable '%s'"):format(self.name, target.line, target.variable.name), 0)
      elseif target.tag ~= "Local" and target.tag ~= "Global" and target.tag ~= "Index" then
        self:fail("syntax error")
      end
    end
    self:expect("=")
    return node("Assign", token.line, { targets = targets, values = self:expressions() })
  end
  if value.tag ~= "Call" and value.tag ~= "Method" then self:fail("syntax error") end
  return node("CallStatement", token.line, { call = value })
end

--- Parses a text; returns the tree, or raises a message with the position.
local function parse(source, name)
  local list, comments = lexer.tokens(source, name)
  local parser = setmetatable({ tokens = list, at = 1, name = name or "?", vararg = true, depth = 0, variables = {}, globals = {} }, Parser)
  parser:push(true)
  local body = parser:statements()
  if not parser:check("<eof>") then parser:fail("'<eof>' expected") end
  parser:pop()
  return { tag = "Chunk", body = body, variables = parser.variables, globals = parser.globals, comments = comments, line = 1 }
end

return { parse = parse, priorities = binary, UNARY = UNARY }
