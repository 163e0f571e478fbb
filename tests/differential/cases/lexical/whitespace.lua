-- Shows tab, vertical tab and form feed as white space between tokens.
print(load("return\t1\v+\f2\r\n")())
print(load("return 1" .. string.char(0xA0) .. "+ 2", "=src"))
print(load("\xEF\xBB\xBFreturn 1", "=src"))
