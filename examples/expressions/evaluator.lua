-- Computes the value of a tree.

---@class Scope
---@field variables table<string, number>
---@field functions table<string, function>

local evaluator = {}

---@type table<string, fun(a: number, b: number): number>
local BINARY = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["%"] = function(a, b) return a % b end,
  ["^"] = function(a, b) return a ^ b end,
  ["=="] = function(a, b) return a == b and 1 or 0 end,
  ["!="] = function(a, b) return a ~= b and 1 or 0 end,
  ["<"] = function(a, b) return a < b and 1 or 0 end,
  [">"] = function(a, b) return a > b and 1 or 0 end,
  ["<="] = function(a, b) return a <= b and 1 or 0 end,
  [">="] = function(a, b) return a >= b and 1 or 0 end,
}

--- A scope with the usual constants and functions.
---@return Scope
function evaluator.scope()
  return {
    variables = { pi = math.pi },
    functions = {
      sqrt = math.sqrt,
      floor = math.floor,
      max = math.max,
      min = math.min,
      ["if"] = function(condition, yes, no)
        if condition ~= 0 then
          return yes
        end
        return no
      end,
    },
  }
end

---@param message string
---@param node Node
local function fail(message, node)
  error({ message = message, column = node.column })
end

---@param node Node
---@param scope Scope
---@return number
function evaluator.evaluate(node, scope)
  local kind = node.kind
  if kind == "number" then
    return node.value
  elseif kind == "name" then
    local value = scope.variables[node.name]
    if value == nil then
      fail("no variable " .. node.name, node)
    end
    return value
  elseif kind == "unary" then
    return -evaluator.evaluate(node.right, scope)
  elseif kind == "assign" then
    local value = evaluator.evaluate(node.right, scope)
    scope.variables[node.name] = value
    return value
  elseif kind == "call" then
    local callee = scope.functions[node.name]
    if not callee then
      fail("no function " .. node.name, node)
    end
    local values = {}
    for i, argument in ipairs(node.arguments) do
      values[i] = evaluator.evaluate(argument, scope)
    end
    return callee(table.unpack(values))
  end

  local left = evaluator.evaluate(node.left, scope)
  local right = evaluator.evaluate(node.right, scope)
  if right == 0 and (node.operator == "/" or node.operator == "%") then
    fail("division by zero", node)
  end
  return BINARY[node.operator](left, right)
end

return evaluator
