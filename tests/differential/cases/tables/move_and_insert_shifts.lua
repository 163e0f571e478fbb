-- Shows shifting elements with plain loops and with the library.
local t = {1, 2, 3, 4, 5}
for i = #t, 3, -1 do t[i + 1] = t[i] end
t[3] = "new"
print(table.concat(t, " "))
table.insert(t, 1, "front"); table.insert(t, "back")
print(table.concat(t, " "), #t)
print(table.remove(t, 1), table.remove(t), table.remove(t, 3), table.concat(t, " "))
