-- Shows library functions given numbers for strings and strings for numbers.
print(string.len(123), string.upper(1.5), string.rep(7, "3"), string.sub("hello", "2", "4"), string.byte("abc", "2"), string.format("%d %s %5.1f", "7", 8, "9.25"), ("x"):rep("2", 5))
print(string.find(12345, 34), string.match(2024, "%d%d$"), string.gsub(1001, 0, "x"), string.gsub("1.5", ".", 9))
print(pcall(string.sub, "x", "1x"))
print(pcall(string.rep, "x", "1.5"))
print(string.sub("hello", "0x2", "3.0"), string.char("65", 66.0))
print(table.concat({1, 2.5, "3"}, 0), #string.reverse(123.25), string.lower(0x10))
