-- Expressions from text: precedence climbing, with the operators of the expressions doing the work.

local expression = require("expression")
local Expression = expression.class

local LEVELS = { ["+"] = { 1, 2 }, ["-"] = { 1, 2 }, ["*"] = { 3, 4 }, ["/"] = { 3, 4 }, ["^"] = { 7, 6 } }
local UNARY = 5

local apply = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["^"] = function(a, b) return a ^ b end,
}

local function tokens(text)
  return coroutine.wrap(function()
    local position = 1
    while true do
      position = text:find("%S", position)
      if not position then break end
      local number = text:match("^%d+%.?%d*[eE]?[+-]?%d*", position)
      if number and not tonumber(number) then number = text:match("^%d+%.?%d*", position) end
      local name = text:match("^[%a_][%w_]*", position)
      local token = number or name or text:sub(position, position)
      coroutine.yield(number and "number" or name and "name" or "sign", token, position)
      position = position + #token
    end
    while true do coroutine.yield("end", "end of text", #text + 1) end
  end)
end

local function parse(text)
  local next_token = tokens(text)
  local kind, token, position

  local function advance() kind, token, position = next_token() end
  local function fail(expected)
    error(("%d: %s expected near '%s'"):format(position, expected, token), 0)
  end
  local function expect(sign)
    if token ~= sign then fail("'" .. sign .. "'") end
    advance()
  end

  local operand
  local function binary(limit)
    local left = operand()
    while kind == "sign" and LEVELS[token] and LEVELS[token][1] > limit do
      local operator = token
      advance()
      left = apply[operator](left, binary(LEVELS[operator][2]))
    end
    return left
  end

  function operand()
    if kind == "number" then
      local value = expression.lift(tonumber(token))
      advance()
      return value
    elseif kind == "name" then
      local name = token
      advance()
      if token ~= "(" then return expression.lift(name) end
      local make = Expression[name]
      if not make then error("no function '" .. name .. "'", 0) end
      advance()
      local argument = binary(0)
      expect(")")
      return make(argument)
    elseif token == "-" then
      advance()
      return -binary(UNARY)
    elseif token == "(" then
      advance()
      local inner = binary(0)
      expect(")")
      return inner
    end
    fail("operand")
  end

  advance()
  local result = binary(0)
  if kind ~= "end" then fail("operator") end
  return result
end

return parse
