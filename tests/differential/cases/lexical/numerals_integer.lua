-- Shows decimal and hexadecimal integer numerals, and wrap-around of hex ones.
print(0, 3, 345, 007, 0x0, 0xff, 0XFF, 0xBEBADA)
print(0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff)
print(0x1ffffffffffffffff, 0x10000000000000000)
print(9223372036854775807, 9223372036854775808, 99999999999999999999)
print(math.type(9223372036854775807), math.type(9223372036854775808))
print(-9223372036854775808, math.type(-9223372036854775808))
print(0xdeadbeefdeadbeefdeadbeef)
