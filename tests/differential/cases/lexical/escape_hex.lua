-- Shows hexadecimal escapes, upper and lower case.
print("\x41\x42\x4a\x4A", "\x7A\x7a")
print(("\x00\xff\xFE\x80"):byte(1, -1))
print("\x414", #"\x0a\x0D")
