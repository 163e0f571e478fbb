-- Shows find with plain search, init positions and edge cases.
local s = "hello hello.world"
print(s:find("hello"), s:find("hello", 2), s:find("hello", 8), s:find(""))
print(s:find("", 5), s:find("", 18), s:find("", 19), s:find("", -1))
print(s:find(".", 1, true), s:find(".", 13, true), s:find("xyz", 1, true), s:find("o w"), s:find("lo.", 1, true))
print(s:find("hello", -16), s:find("hello", -100), s:find("h", 100), s:find("", 100), (""):find(""), (""):find("", 1), (""):find("", 2), (""):find("a"))
print(s:find("l+"), s:find("l+", 5), s:find("(h)(e)"), s:find("()ll()"))
print(("a+b"):find("+", 1, true), ("a+b"):find("%+"), ("a\0b"):find("\0"), ("a\0b"):find("b", 1, true), ("日本"):find("本"))
print(pcall(string.find))
print(pcall(string.find, "x"))
print(pcall(string.find, "x", {}))
print(pcall(string.find, "x", "x", "a"))
print(("aaa"):find("a", math.maxinteger), ("aaa"):find("a", math.mininteger), ("abc"):find("b", nil, true), ("abc"):find("b", 1, nil), ("a.c"):find(".", 1, 0))
