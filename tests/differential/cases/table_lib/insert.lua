-- Shows table.insert at the end, in the middle, at both edges, and its errors.
local t = {}
table.insert(t, "a") table.insert(t, "c") table.insert(t, 2, "b") table.insert(t, 1, "z") table.insert(t, #t + 1, "end")
print(table.concat(t, " "), #t, select("#", table.insert(t, "x")))
print(pcall(table.insert, t, 0, "x")) print(pcall(table.insert, t, 8, "x")) print(pcall(table.insert, t, -1, "x"))
print(pcall(table.insert, t))
print(pcall(table.insert, t, 1, "a", "b"))
print(pcall(table.insert))
print(pcall(table.insert, 5, 5))
print(pcall(table.insert, t, "x", "y"))
print(pcall(table.insert, t, 1.5, "y"))
table.insert(t, 2.0, "float position") print(t[2], #t)
table.insert(t, "2", "string position") print(t[2], t[3])
local u = {} table.insert(u, nil) print(#u) table.insert(u, 1, nil) print(#u) table.insert(u, "v") print(#u, u[1])
