-- Shows unsigned comparison.
print(math.ult(1, 2), math.ult(2, 1), math.ult(1, 1), math.ult(-1, 1), math.ult(1, -1), math.ult(-2, -1), math.ult(math.maxinteger, math.mininteger), math.ult(0, math.mininteger), math.ult(3.0, 4))
print(pcall(math.ult, 1.5, 2))
print(pcall(math.ult, 1))
print(pcall(math.ult, "x", 1))
print(math.ult("1", "2"))
local t = {-1, 5, math.mininteger, 0, math.maxinteger}
table.sort(t, math.ult)
print(table.concat(t, " "))
