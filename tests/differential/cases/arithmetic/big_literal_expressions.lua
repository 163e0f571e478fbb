-- Shows constant expressions at the edges of the integer range.
print(9223372036854775807 + 1, -9223372036854775807 - 1, -9223372036854775807 - 2)
print(0x7fffffffffffffff + 1 == 0x8000000000000000, 1 << 63 == math.mininteger, ~0 >> 1 == math.maxinteger)
print(5 // 0.0, -5 // 0.0, 5 % math.huge, 2^63 == -(-2^63), 2^63 > math.maxinteger)
print(math.mininteger == -9223372036854775808, -9223372036854775808 == -2^63, math.type(-9223372036854775807 - 1))
print(3 * 0x5555555555555555, 0x5555555555555555 * 3 == -1)
