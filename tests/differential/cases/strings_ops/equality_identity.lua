-- Shows equality of strings with the same bytes and difference of others.
print("abc" == "abc", "abc" == 'abc', "abc" == [[abc]], "abc" == "ab" .. "c", "\65" == "A", "\x41" == "\u{41}")
print("é" == "e\u{301}", "é" == "\xc3\xa9", "\u{e9}" == "\xc3\xa9", "a" == "A", "1" == 1, "" == nil)
print("a" ~= "b", rawequal("x" .. "y", "xy"), ("x"):rep(100) == ("x"):rep(100))
