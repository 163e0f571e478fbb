-- Shows string order by bytes (C locale).
print("a" < "b", "a" < "B", "Z" < "a", "" < "a", "a" < "aa", "abc" < "abd", "a" <= "a", "b" > "a")
print("\0" < "\1", "a\0b" < "a\0c", "a\0" > "a", "a\0b" == "a\0b", "a" < "a\0")
print("\x7f" < "\x80", "\xff" > "\x7f", "é" > "z", "é" < "日", "\u{ffff}" < "\u{10000}", "\xed\xa0\x80" < "\xf0\x90\x80\x80")
print("\xff" > "\u{10ffff}", "\x80" < "é", "\xc3" < "é", "\xc4" > "é", "10" < "9", "a" < "a ")
local list = {"b", "a", "é", "Z", "", "\xff", "日", "aa", "\0", "~", "\u{10000}", "\u{ffff}"}
table.sort(list)
for _, s in ipairs(list) do io.write(("%q"):format(s), " ") end
print()
