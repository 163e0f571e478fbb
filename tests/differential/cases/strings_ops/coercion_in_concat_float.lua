-- Shows floats in concatenation and as table.concat elements.
print(1.0 .. "", 1e15 .. "", 1e16 .. "", -1.5 .. "x", 2^31 .. "", 1e300 .. "")
print(table.concat({1, 2.0, 3.5, "x"}, "|"), 0.1 .. "|" .. 1/3)
print(100 // 1e0 .. "", 3 % -2.0 .. "", 7 // 2 .. "")
