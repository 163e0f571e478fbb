-- Shows table.remove at the end, in the middle, on empty tables, and its errors.
local t = {"a", "b", "c", "d", "e"}
print(table.remove(t), table.remove(t, 1), table.remove(t, 2), table.concat(t, " "))
print(table.remove(t, #t + 1), #t, table.remove(t), table.remove(t), table.remove(t), #t, table.remove(t))
print(table.remove({}), table.remove({}, 0), table.remove({[0] = "zero"}, 0), select("#", table.remove({})))
print(pcall(table.remove, {1, 2, 3}, 5))
print(pcall(table.remove, {1, 2, 3}, -1))
print(pcall(table.remove, {1}, "x"))
print(pcall(table.remove))
print(pcall(table.remove, {}, 2))
print(pcall(table.remove, {}, -1))
local u = {n = 0, [0] = "keep"} print(table.remove(u), u[0], table.remove(u, 0), u[0])
local v = {1, 2, 3}
print(table.remove(v, 4), table.remove(v, 3), #v)
while #v > 0 do io.write(table.remove(v, 1), " ") end
print(#v)
