-- Shows the arguments that math.random and math.randomseed take and refuse.
print(pcall(math.random, 0) , pcall(math.random, 2, 1), pcall(math.random, 1, 2, 3), pcall(math.random, 1.5),
  pcall(math.random, "x"))
print(pcall(math.random, -1), pcall(math.random, {}))
math.randomseed(42)
local first = {math.random(10), math.random(-5, 5), math.random(), math.random(0) ~= nil}
math.randomseed(42)
local second = {math.random(10), math.random(-5, 5), math.random(), math.random(0) ~= nil}
for i = 1, 4 do print(first[i] == second[i], first[i]) end
print(math.random(3, 3), math.random(math.mininteger, math.mininteger), math.random("7", "7"), math.random(4.0, 4))
math.randomseed(1, 2)
print(math.random(1000), math.random(1000))
math.randomseed(1.0)
print(math.random(1000))
print(pcall(math.randomseed, "x"), select("#", math.randomseed(3)))
math.randomseed(7)
print(math.random(math.mininteger, math.maxinteger), math.random(math.maxinteger), math.random(0))
