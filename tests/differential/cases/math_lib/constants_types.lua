-- Shows pi, huge, integer limits and math.type.
print(math.pi, math.huge, -math.huge, math.maxinteger, math.mininteger)
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), math.type({}), math.type(2^31), math.type(1 << 31), math.type(0x7fffffffffffffff + 1))
print(pcall(math.type))
print(math.maxinteger + 1 == math.mininteger, math.maxinteger // -1, math.mininteger // -1, math.huge == 1/0, math.huge > math.maxinteger, math.pi == 3.141592653589793, ("%.15g"):format(math.pi))
print(math.maxinteger + 0.0 == 2^63, math.maxinteger + 0.0 == math.maxinteger, math.mininteger + 0.0 == math.mininteger)
