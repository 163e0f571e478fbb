-- Shows many parameters and many arguments.
local names, values = {}, {}
for i = 1, 150 do names[i] = "p" .. i; values[i] = i end
local f = load("return function(" .. table.concat(names, ",") .. ") return p1 + p75 + p150 end")()
print(f(table.unpack(values)))
print(select("#", table.unpack(values)), math.max(table.unpack(values)))
local g = load("return select('#', " .. table.concat(values, ",") .. ")")
print(g())
