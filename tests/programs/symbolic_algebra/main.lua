local expression = require("expression")
local parse = require("parser")
local Matrix = require("matrix")

local lift = expression.lift
local x, y = lift("x"), lift("y")

print("building")
print(x + 1, 1 + x, x + x, x * x * x, 2 * (3 * x), x - x, 0 * y, -(-x), x / x, 6 / lift(3), 7 / lift(2))
print((x + 1) * (x - 1), x - (y - 1), (x - y) - 1, x / (y / 2), (x ^ 2) ^ 3, x ^ y ^ 2, -x ^ 2, (-x) ^ 2, 2 ^ lift(10))
print(x + 1 == 1 + x, x * y == y * x, rawequal(x * x, x ^ 2), #(x + y * 2), x < x + 1, x + y <= y, "f = " .. x * 2)
print(lift(2.5) * x, lift(0.1) + 0.2, lift("12"), math.type(lift("12")[1]), lift("1e3"), lift(-3) * x, x + -3)

print("parsing")
for _, text in ipairs({
  "1 + 2*3", "a - b - c", "a - (b - c)", "2^3^2", "-x^2", "(-x)^2", "sin(x)^2 + cos(x)^2", "x*(y + 1)/2", "1.5e2*x",
  "--x", "x / 0", "3x", "(1 + 2", "foo(1)", "", "1 +", "x $ y", "log(exp(x))",
}) do
  local ok, result = pcall(parse, text)
  print(text, ok and tostring(result) or "error: " .. result)
end

print("evaluating")
local polynomial = parse("3*x^3 - 2*x^2 + x - 7")
for _, value in ipairs({ 0, 1, -2, 0.5, 10 }) do
  io.write(tostring(value), " -> ", tostring(polynomial({ x = value })), "; ")
end
print()
print(pcall(function() return (x + y)({ x = 1 }) end))
print(pcall(polynomial.evaluate, polynomial))
print(pcall(lift, {}))
print(pcall(function() return x + {} end))
print(pcall(function() return x .. nil end))
print(("%.6f %.6f"):format(parse("sin(x)/x")({ x = 0.1 }), parse("exp(-x^2)")({ x = 1 })))

print("deriving")
for _, text in ipairs({ "x^2", "3*x^3 - 2*x^2 + x - 7", "sin(x)*cos(x)", "x/y", "exp(2*x)", "log(x^2 + 1)", "x^x", "y", "-x" }) do
  local e = parse(text)
  local first = e:derive("x")
  print(text, first, #first, table.concat({ first:symbols() }, " "))
end
local function numeric(e, at)
  local h = 1e-6
  return (e({ x = at + h }) - e({ x = at - h })) / (2 * h)
end
for _, text in ipairs({ "x^3", "sin(x)/x", "exp(x)*log(x)", "x^x" }) do
  local e = parse(text)
  print(text, ("%.4f %.4f"):format(e:derive("x")({ x = 1.5 }), numeric(e, 1.5)))
end

print("substituting")
print(polynomial:substitute({ x = 2 }), polynomial:substitute({ x = y + 1 }), (x * y):substitute({ x = y, y = x }))
print((x ^ 2 + 2 * x * y):substitute({ y = 0 }), parse("sin(x)"):substitute({ x = "z" }))

print("matrices")
local rotation = Matrix({ { 0, -1 }, { 1, 0 } })
print(rotation ^ 4 == Matrix.identity(2), rotation ^ 3, (rotation * 2).r1[2], rotation.c1[2], rotation:transposed())
local fibonacci = Matrix({ { 1, 1 }, { 1, 0 } }) ^ 50
print(fibonacci[1][2], math.type(fibonacci[1][2]), (Matrix({ { 1, 1 }, { 1, 0 } }) ^ 92)[1][2])
local general = Matrix({ { x, y }, { 1, x } })
print(general:determinant(), general * general, general + general, Matrix.identity(2) * x)
print(Matrix({ { 2, 0, 1 }, { 1, 3, 2 }, { 1, 1, 1 } }):determinant(), general:map(function(e) return lift(e):derive("x") end))
print(pcall(function() return rotation + Matrix.identity(3) end))
print(pcall(function() return rotation * Matrix.identity(3) end))
print(rotation == 1, rotation ~= Matrix.identity(2), Matrix.identity(1) == Matrix({ { 1.0 } }))

print("sharing")
local function live()
  collectgarbage()
  collectgarbage()
  local count = 0
  for _ in pairs(expression.interned) do count = count + 1 end
  return count
end
local before = live()
do
  local kept = {}
  for i = 1, 50 do kept[i] = x ^ (i + 100) end
  print(live() - before >= 50)
end
print(live() <= before + 2)
