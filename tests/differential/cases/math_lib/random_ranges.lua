-- Shows that random results stay in their ranges and have the right types.
math.randomseed(42)
local ok = true
for i = 1, 200 do
  local a, b, c, d = math.random(), math.random(6), math.random(-3, 3), math.random(0)
  ok = ok and a >= 0 and a < 1 and math.type(a) == "float" and b >= 1 and b <= 6 and math.type(b) == "integer" and c >= -3 and c <= 3 and math.type(d) == "integer"
end
print(ok, math.random(5, 5), math.random(1))
print(math.type(math.random(math.mininteger, math.maxinteger)), math.random(math.maxinteger, math.maxinteger))
print(pcall(math.random, 0.5))
print(pcall(math.random, 2, 1))
print(pcall(math.random, 1, 2, 3))
print(pcall(math.random, -5))
print(pcall(math.random, "x"))
print(pcall(math.random, 1, {}))
math.randomseed(7)
local x, y = math.random(1000), math.random(1000)
math.randomseed(7)
print(math.random(1000) == x, math.random(1000) == y)
print(math.random(3.0) <= 3, select("#", math.random(1, 2)))
