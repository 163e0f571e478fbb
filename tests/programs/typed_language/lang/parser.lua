-- Pratt parser to an abstract syntax tree.
local lexer = require("lang.lexer")
local report = lexer.report

local Parser = {}
Parser.__index = Parser

local function parser(source)
  local next_token = lexer.tokens(source)
  return setmetatable({ next_token = next_token, token = next_token() }, Parser)
end

function Parser:advance()
  local token = self.token
  self.token = self.next_token()
  return token
end

function Parser:accept(kind)
  if self.token.kind == kind then return self:advance() end
  return nil
end

function Parser:expect(kind, why)
  return self:accept(kind) or report("parser", self.token, "'%s' expected%s, got '%s'", kind, why and " " .. why or "", tostring(self.token.value))
end

local function node(kind, at, fields)
  fields.kind, fields.at = kind, { line = at.line, column = at.column }
  return fields
end

local prefix, infix, power = {}, {}, {}

local function binary(level, ...)
  for _, symbol in ipairs { ... } do
    power[symbol] = level
    infix[symbol] = function(p, left, at)
      local right = p:expression(symbol == "::" and level - 1 or level)
      return node("binary", at, { operator = symbol, left = left, right = right })
    end
  end
end
binary(10, "|>")
binary(20, "or")
binary(30, "and")
binary(40, "==", "!=", "<", ">", "<=", ">=")
binary(50, "::")
binary(60, "++", "+", "-")
binary(70, "*", "/", "%")
power["("] = 90
infix["("] = function(p, callee, at)
  local arguments = {}
  while p.token.kind ~= ")" do
    arguments[#arguments + 1] = p:expression(0)
    if not p:accept(",") then break end
  end
  p:expect(")")
  return node("call", at, { callee = callee, arguments = arguments })
end

local function literal(kind)
  prefix[kind] = function(_, at) return node("literal", at, { type = kind, value = at.value }) end
end
literal("int")
literal("float")
literal("string")
prefix["true"] = function(_, at) return node("literal", at, { type = "bool", value = true }) end
prefix["false"] = function(_, at) return node("literal", at, { type = "bool", value = false }) end
prefix["name"] = function(_, at) return node("name", at, { name = at.value }) end
prefix["constructor"] = function(p, at)
  local arguments = {}
  if p.token.kind == "(" then
    p:advance()
    repeat arguments[#arguments + 1] = p:expression(0) until not p:accept(",")
    p:expect(")")
  end
  return node("construct", at, { name = at.value, arguments = arguments })
end
prefix["-"] = function(p, at) return node("unary", at, { operator = "-", operand = p:expression(80) }) end
prefix["not"] = function(p, at) return node("unary", at, { operator = "not", operand = p:expression(35) }) end
prefix["("] = function(p, at)
  if p:accept(")") then return node("literal", at, { type = "unit" }) end
  local items = { p:sequence() }
  while p:accept(",") do items[#items + 1] = p:expression(0) end
  p:expect(")", ("(to close '(' at line %d)"):format(at.line))
  return #items == 1 and items[1] or node("tuple", at, { items = items })
end
prefix["["] = function(p, at)
  local items = {}
  while p.token.kind ~= "]" do
    items[#items + 1] = p:expression(0)
    if not p:accept(",") then break end
  end
  p:expect("]")
  return node("list", at, { items = items })
end
prefix["fn"] = function(p, at)
  local parameters = {}
  while p.token.kind ~= "->" do
    parameters[#parameters + 1] = p:pattern()
    if not p:accept(",") then break end
  end
  p:expect("->")
  return node("function", at, { parameters = parameters, body = p:expression(0) })
end
prefix["if"] = function(p, at)
  local condition = p:expression(0)
  p:expect("then")
  local yes = p:sequence()
  p:expect("else")
  local no = p:sequence()
  p:expect("end", ("(to close 'if' at line %d)"):format(at.line))
  return node("if", at, { condition = condition, yes = yes, no = no })
end
prefix["let"] = function(p, at)
  local recursive = p:accept("rec") ~= nil
  local target = p:pattern()
  p:expect("=")
  local value = p:expression(0)
  p:expect("in")
  return node("let", at, { target = target, value = value, body = p:expression(0), recursive = recursive })
end
prefix["match"] = function(p, at)
  local subject = p:expression(0)
  p:expect("with")
  local cases = {}
  while p:accept("|") do
    local target = p:pattern()
    local guard = p:accept("if") and p:expression(0)
    p:expect("=>")
    cases[#cases + 1] = { target = target, guard = guard, body = p:sequence() }
  end
  p:expect("end", ("(to close 'match' at line %d)"):format(at.line))
  if #cases == 0 then report("parser", at, "a match needs a case") end
  return node("match", at, { subject = subject, cases = cases })
end

function Parser:expression(limit)
  local at = self:advance()
  local start = prefix[at.kind]
  if not start then report("parser", at, "an expression expected, got '%s'", tostring(at.value)) end
  local left = start(self, at)
  while (power[self.token.kind] or 0) > limit do
    local operator = self:advance()
    left = infix[operator.kind](self, left, operator)
  end
  return left
end

function Parser:sequence()
  local first = self:expression(0)
  if self.token.kind ~= ";" then return first end
  local items = { first }
  while self:accept(";") do items[#items + 1] = self:expression(0) end
  return node("sequence", first.at, { items = items })
end

function Parser:pattern()
  local at = self:advance()
  local result
  if at.kind == "_" then
    result = node("any", at, {})
  elseif at.kind == "name" then
    result = node("bind", at, { name = at.value })
  elseif at.kind == "int" or at.kind == "string" then
    result = node("constant", at, { type = at.kind, value = at.value })
  elseif at.kind == "true" or at.kind == "false" then
    result = node("constant", at, { type = "bool", value = at.kind == "true" })
  elseif at.kind == "constructor" then
    local arguments = {}
    if self:accept("(") then
      repeat arguments[#arguments + 1] = self:pattern() until not self:accept(",")
      self:expect(")")
    end
    result = node("variant", at, { name = at.value, arguments = arguments })
  elseif at.kind == "[" then
    self:expect("]")
    result = node("empty", at, {})
  elseif at.kind == "(" then
    if self:accept(")") then return node("unit", at, {}) end
    local items = { self:pattern() }
    while self:accept(",") do items[#items + 1] = self:pattern() end
    self:expect(")")
    result = #items == 1 and items[1] or node("tuple", at, { items = items })
  else
    report("parser", at, "a pattern expected, got '%s'", tostring(at.value))
  end
  if self.token.kind == "::" then
    local operator = self:advance()
    return node("cons", operator, { head = result, tail = self:pattern() })
  end
  return result
end

function Parser:type_expression(variables)
  local at = self:advance()
  local result
  if at.kind == "'" then
    local name = self:expect("name").value
    result = { kind = "parameter", name = name, at = at }
    if not variables[name] then report("parser", at, "type parameter '%s' is not declared", name) end
  elseif at.kind == "name" then
    result = { kind = "named", name = at.value, arguments = {}, at = at }
    if self:accept("<") then
      repeat table.insert(result.arguments, self:type_expression(variables)) until not self:accept(",")
      self:expect(">")
    end
  elseif at.kind == "(" then
    local items = { self:type_expression(variables) }
    while self:accept(",") do items[#items + 1] = self:type_expression(variables) end
    self:expect(")")
    if self.token.kind ~= "->" then
      result = #items == 1 and items[1] or { kind = "named", name = "tuple", arguments = items, at = at }
    else
      self:advance()
      return { kind = "arrow", parameters = items, result = self:type_expression(variables), at = at }
    end
  else
    report("parser", at, "a type expected, got '%s'", tostring(at.value))
  end
  return result
end

--- Declarations of a program: types, lets and expressions.
local function parse(source)
  local p = parser(source)
  local declarations = {}
  while p.token.kind ~= "eof" do
    local at = p.token
    if p:accept("type") then
      local name = p:expect("name").value
      local parameters, variables = {}, {}
      while p:accept("'") do
        local parameter = p:expect("name").value
        parameters[#parameters + 1] = parameter
        variables[parameter] = true
      end
      p:expect("=")
      local variants = {}
      repeat
        local constructor = p:expect("constructor")
        local fields = {}
        if p:accept("of") then
          repeat fields[#fields + 1] = p:type_expression(variables) until not p:accept("*")
        end
        variants[#variants + 1] = { name = constructor.value, fields = fields, at = constructor }
      until not p:accept("|")
      declarations[#declarations + 1] = node("type", at, { name = name, parameters = parameters, variants = variants })
    elseif p:accept("let") then
      local recursive = p:accept("rec") ~= nil
      local target = p:pattern()
      p:expect("=")
      local value = p:expression(0)
      if p:accept("in") then
        value = node("let", at, { target = target, value = value, body = p:expression(0), recursive = recursive })
        declarations[#declarations + 1] = node("expression", at, { value = value })
      else
        declarations[#declarations + 1] = node("define", at, { target = target, value = value, recursive = recursive })
      end
    else
      declarations[#declarations + 1] = node("expression", at, { value = p:expression(0) })
    end
    if not p:accept(";") and p.token.kind ~= "eof" then
      report("parser", p.token, "';' expected between declarations, got '%s'", tostring(p.token.value))
    end
  end
  return declarations
end

return { parse = parse }
