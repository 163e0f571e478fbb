-- Shows tables with far keys, negative keys and min/max integer keys.
local t = {}
t[1000000] = "far"; t[-1] = "neg"; t[math.maxinteger] = "max"; t[math.mininteger] = "min"
print(t[1000000], t[-1], t[math.maxinteger], t[math.mininteger], t[5], #t)
local keys = {}
for k in pairs(t) do keys[#keys + 1] = k end
table.sort(keys)
print(table.concat(keys, " "))
t[1] = 1
print(#t)
