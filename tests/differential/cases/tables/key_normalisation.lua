-- Shows float keys with integral value being integer keys, and other keys staying apart.
local t = {}
t[1] = "int"; t[1.0] = "float"; t["1"] = "string"; t[true] = "bool"
print(t[1], t[1.0], t["1"], t[true])
t[2^53] = "big"
print(t[2^53 | 0], t[1 << 53])
t[0] = "zero"
print(t[-0.0], t[0.0])
t[1.5] = "fraction"
print(t[1.5], t[3 / 2], t[6 / 4])
t[1/0] = "inf"; t[-1/0] = "-inf"
print(t[math.huge], t[-math.huge])
t[2^63] = "2^63"
print(t[2^63], t[math.mininteger], t[-(2^63)])
local n = 0
for k in pairs(t) do n = n + 1; if math.type(k) == "float" then assert(k ~= k // 1 or k >= 2^53 or k <= -2^53) end end
print(n)
t[false] = "f"
print(t[false], t[nil], t[0/0], t[not true])
