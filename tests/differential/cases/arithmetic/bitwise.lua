-- Shows bitwise and, or, exclusive or and not on integers and integral floats.
print(0xf0 & 0x3c, 0xf0 | 0x0f, 0xff ~ 0x0f, ~0, ~1, ~-1)
print(-1 & 0xff, -1 | 1, -1 ~ -1, math.mininteger & -1, math.mininteger ~ math.maxinteger)
print(3.0 & 1, 2.0 | 4.0, ~3.0, 7.0 ~ 2, -2.0 & 0xff)
print(pcall(load 'return "7" & 3'))
print(pcall(load 'local s = "0x10" return s | 1'))
print(pcall(load 'return 1 ~ "2.0"'))
print(pcall(load 'local s = "5" return ~s'))
print(1 | 2 ~ 3 & 4 << 1, ~1 + 2, -1 >> 60 & 6, 5 & 3 == 1 and 2 or 3)
