-- Shows table.move within a table, overlapping both ways, to another table, and errors.
local function show(t) print(table.concat(t, " ")) end
show(table.move({1, 2, 3, 4, 5}, 1, 3, 3))
show(table.move({1, 2, 3, 4, 5}, 3, 5, 1))
show(table.move({1, 2, 3}, 1, 3, 2))
show(table.move({1, 2, 3}, 2, 3, 1))
show(table.move({1, 2, 3}, 1, 0, 5))
show(table.move({1, 2, 3}, 1, 3, 1, {}))
show(table.move({1, 2, 3}, 2, 3, 2, {9, 9, 9, 9}))
local t = {1, 2}
print(table.move(t, 1, 2, 3) == t, #t)
local d = {}
print(table.move({1}, 1, 1, 1, d) == d)
print(pcall(table.move, {}, 1, math.maxinteger, 2))
print(pcall(table.move, {}, math.mininteger, 0, 2))
print(pcall(table.move, {}, 1, 2))
print(pcall(table.move, 1, 2, 3, 4))
print(pcall(table.move, {}, 1, 1, 1, 5))
print(pcall(table.move, {}, "x", 1, 1))
local m = table.move({10, 20, 30}, 0, 3, 1)
print(m[1], m[2], m[3], m[4])
local n = table.move({1, 2, 3}, 1, 3, -1)
print(n[-1], n[0], n[1])
