-- Shows patterns with NUL, high bytes and ranges over bytes, splitting characters.
print(("a\0b\0c"):gsub("%z", "."), ("a\0b"):match("a\0b") ~= nil, ("\0\0\1"):find("\1"), ("a\0b"):gsub("[^\0]", "x"):byte(1, -1))
print(("日本語"):gsub("[\xe6]", "x"):byte(1, -1))
print(#("日本語"):gsub("[\x80-\xff]", "."), ("日本語"):gsub("[\xc0-\xff][\x80-\xbf]*", "C"), ("é"):gsub("\xc3", "") == "\xa9", ("aé"):find("\xa9"), ("é"):match("^(.)(.)$"))
print(("\xff\xfe"):gsub(".", function(c) return ("%02x"):format(c:byte()) end), ("é"):gsub("\xa9", "\xa8"), ("x\xffy"):match("[\x80-\xff]") == "\xff", ("\xc3\xa9"):gsub("%f[\xa9]", "|"):byte(1, -1))
print(("Ünïcödé"):gsub("%w", "."), ("Ünïcödé"):gsub("[^%w]", "?"), ("α=β"):match("(.-)=(.*)"))
