-- A calculator: parses and evaluates a list of expressions, and points at mistakes.

local parser = require("parser")
local evaluator = require("evaluator")

local scope = evaluator.scope()

---@param text string
local function calculate(text)
  local ok, result = pcall(function()
    local tree = parser.parse(text)
    local value = evaluator.evaluate(tree, scope)
    print(text .. " = " .. value, parser.show(tree))
  end)
  if ok then
    return
  end
  if type(result) ~= "table" then
    error(result, 0)
  end
  print(text)
  print((" "):rep(result.column - 1) .. "^ " .. result.message)
end

local LINES = {
  "1 + 2 * 3",
  "(1 + 2) * 3",
  "2 ^ 3 ^ 2",
  "-2 ^ 2",
  "radius = 2.5",
  "area = pi * radius ^ 2",
  "floor(area * 100) / 100",
  "a = b = 7 % 4",
  "max(a, b + 1, 2) >= 4",
  "if(a == b, 10, 20) - 1e1",
  "1 + ",
  "3 $ 4",
  "(1, 2)",
  "1 / (a - b)",
  "unknown + 1",
  "nothing(1)",
  "5 = a",
  "1 2",
}

for _, line in ipairs(LINES) do
  calculate(line)
end

local names = {}
for name in pairs(scope.variables) do
  names[#names + 1] = name
end
table.sort(names)
for _, name in ipairs(names) do
  print(name, ("%.6g"):format(scope.variables[name]))
end
