-- Shows operator precedence and associativity.
print(2 + 3 * 4, (2 + 3) * 4, 2 * 3 % 4, -2 ^ 2, (-2) ^ 2, 2 ^ 3 ^ 2, 2 ^ -1)
print(1 .. 2 .. 3, 1 + 2 .. "x", 2 * 3 .. 4 * 5)
print(not 1 == 2, not (1 == 2), not nil == true, #"abc" + 1, -#"abc")
print(1 < 2 and 2 < 3, 1 or error("no"), nil and error("no"), false or nil, nil or false)
print(1 + 1 == 2 and "yes" or "no", 5 - 3 - 1, 100 / 10 / 2, 7 // 2 // 2, 2 ^ 2 ^ 0)
print(1 << 2 + 1, 1 << 1 | 1, 6 & 3 | 8, 6 ~ 3 & 1, ~0 & 1, "a" .. "b" == "ab", 1 .. 2 == "12")
print(- - 3, not not nil, ~ ~ 5, - -2 ^ 2, not 1 == nil)
