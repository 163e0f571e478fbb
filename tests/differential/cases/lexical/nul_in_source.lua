-- Shows NUL bytes inside literals and comments of a chunk.
local f = load("-- c\0mment\nreturn 'a\0b', [[c\0d]], #'\0'")
local a, b, c = f()
print(#a, #b, c, a == "a\0b", b == "c\0d")
print(load("return \0", "=src"))
print(a:byte(1, -1))
