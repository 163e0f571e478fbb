-- A Pratt parser for expressions, with assignments and calls.

local lexer = require("lexer")

---@class Node
---@field kind string `number`, `name`, `unary`, `binary`, `assign` or `call`
---@field value number?
---@field name string?
---@field operator string?
---@field left Node?
---@field right Node?
---@field arguments Node[]?
---@field column integer

---@class Parser
---@field tokens Token[]
---@field position integer
local Parser = {}
Parser.__index = Parser

-- How strongly operators bind, to the left and to the right.
---@type table<string, integer[]>
local BINDING = {
  ["="] = { 2, 1 },
  ["=="] = { 3, 4 },
  ["!="] = { 3, 4 },
  ["<"] = { 5, 6 },
  [">"] = { 5, 6 },
  ["<="] = { 5, 6 },
  [">="] = { 5, 6 },
  ["+"] = { 7, 8 },
  ["-"] = { 7, 8 },
  ["*"] = { 9, 10 },
  ["/"] = { 9, 10 },
  ["%"] = { 9, 10 },
  ["^"] = { 14, 13 },
}
local UNARY = 11

---@param text string
---@return Parser
function Parser.new(text)
  local self = setmetatable({}, Parser)
  self.tokens = lexer.tokens(text)
  self.position = 1
  return self
end

---@return Token
function Parser:peek()
  return self.tokens[self.position]
end

---@return Token
function Parser:advance()
  local token = self.tokens[self.position]
  self.position = self.position + 1
  return token
end

---@param message string
---@param token Token
function Parser:fail(message, token)
  error({ message = message, column = token.column })
end

---@param symbol string
---@return boolean
function Parser:accept(symbol)
  local token = self:peek()
  if token.kind == "symbol" and token.text == symbol then
    self.position = self.position + 1
    return true
  end
  return false
end

---@param symbol string
function Parser:expect(symbol)
  local token = self:peek()
  if not self:accept(symbol) then
    self:fail("'" .. symbol .. "' expected near '" .. token.text .. "'", token)
  end
end

--- What an expression may begin with.
---@return Node
function Parser:prefix()
  local token = self:advance()
  if token.kind == "number" then
    return { kind = "number", value = token.value, column = token.column }
  elseif token.kind == "name" then
    if self:accept("(") then
      return { kind = "call", name = token.text, arguments = self:arguments(), column = token.column }
    end
    return { kind = "name", name = token.text, column = token.column }
  elseif token.text == "(" then
    local node = self:expression(0)
    self:expect(")")
    return node
  elseif token.text == "-" then
    return { kind = "unary", operator = "-", right = self:expression(UNARY), column = token.column }
  end
  self:fail("unexpected '" .. token.text .. "'", token)
end

---@return Node[]
function Parser:arguments()
  local nodes = {}
  if self:accept(")") then
    return nodes
  end
  repeat
    table.insert(nodes, self:expression(0))
  until not self:accept(",")
  self:expect(")")
  return nodes
end

--- An expression of operators that bind at least as strongly as `minimum`.
---@param minimum integer
---@return Node
function Parser:expression(minimum)
  local left = self:prefix()
  while true do
    local token = self:peek()
    local binding = BINDING[token.text]
    if not binding or binding[1] < minimum then
      return left
    end
    self:advance()
    local right = self:expression(binding[2])
    if token.text == "=" then
      if left.kind ~= "name" then
        self:fail("cannot assign to this", token)
      end
      left = { kind = "assign", name = left.name, right = right, column = token.column }
    else
      left = { kind = "binary", operator = token.text, left = left, right = right, column = token.column }
    end
  end
end

local parser = {}

--- The tree of a text. Raises a table with `message` and `column`.
---@param text string
---@return Node
function parser.parse(text)
  local self = Parser.new(text)
  local node = self:expression(0)
  local token = self:peek()
  if token.kind ~= "end" then
    self:fail("end of text expected near '" .. token.text .. "'", token)
  end
  return node
end

--- The tree in prefix form, to look at.
---@param node Node
---@return string
function parser.show(node)
  if node.kind == "number" then
    return tostring(node.value)
  elseif node.kind == "name" then
    return node.name
  elseif node.kind == "unary" then
    return "(neg " .. parser.show(node.right) .. ")"
  elseif node.kind == "assign" then
    return "(set " .. node.name .. " " .. parser.show(node.right) .. ")"
  elseif node.kind == "call" then
    local parts = { node.name }
    for _, argument in ipairs(node.arguments) do
      parts[#parts + 1] = parser.show(argument)
    end
    return "(" .. table.concat(parts, " ") .. ")"
  end
  return "(" .. node.operator .. " " .. parser.show(node.left) .. " " .. parser.show(node.right) .. ")"
end

return parser
