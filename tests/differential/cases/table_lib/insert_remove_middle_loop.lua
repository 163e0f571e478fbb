-- Shows removing while iterating backwards, and inserting in order.
local t = {}
for _, v in ipairs {5, 1, 4, 2, 3} do local i = 1 while i <= #t and t[i] < v do i = i + 1 end table.insert(t, i, v) end
print(table.concat(t, " "))
for i = #t, 1, -1 do if t[i] % 2 == 0 then table.remove(t, i) end end
print(table.concat(t, " "), #t)
for i = 1, 3 do table.insert(t, 1, -i) end
print(table.concat(t, " "))
local removed = {}
while #t > 3 do removed[#removed + 1] = table.remove(t, 2) end
print(table.concat(removed, " "), table.concat(t, " "))
