-- Shows shifts: logical, zero fill, negative counts turn around, 64 and more give 0.
print(1 << 0, 1 << 1, 1 << 62, 1 << 63, 1 << 64, 1 << 65, 1 << 1000)
print(-1 >> 0, -1 >> 1, -1 >> 63, -1 >> 64, -1 >> 100)
print(1 << -1, 2 << -1, 1 >> -1, 1 >> -63, 1 >> -64, -1 << -4)
print(255 >> 4, 0xff << 8, -256 >> 8, -256 << 4)
print(1 << math.mininteger, 1 >> math.mininteger, 1 << math.maxinteger, 1 >> math.maxinteger)
print(2.0 << 1, 1 << 2.0, 1 << 64.0, 2.0 >> -3.0)
print(0x7fffffffffffffff << 1, math.mininteger >> 1, math.mininteger << 1)
