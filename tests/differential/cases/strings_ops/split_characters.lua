-- Shows that halves of a UTF-8 character join to the character again.
local e = "é"
local first, second = e:sub(1, 1), e:sub(2, 2)
print(first .. second == e, #first, #second, first .. second)
print((first .. "x" .. second):byte(1, -1))
local balloon = "🎈"
local parts = {}
for i = 1, #balloon do parts[i] = balloon:sub(i, i) end
print(table.concat(parts), table.concat(parts) == balloon, #table.concat(parts, ","))
local acc = ""
for i = 1, #balloon do acc = acc .. balloon:sub(i, i); io.write(#acc, " ") end
print(acc == balloon, acc)
local t = {[e] = 1}
print(t[first .. second], t[first], t["\xc3\xa9"])
print(balloon:sub(1, 2) .. balloon:sub(3) == balloon, balloon:reverse():reverse() == balloon)
