-- Shows utf8 functions with code points beyond Unicode, surrogates, and positions inside of characters.
print(pcall(utf8.char, -1))
print(pcall(utf8.char, 0x80000000))
print(#utf8.char(0x7FFFFFFF), #utf8.char(0x10FFFF), #utf8.char(0xD800), utf8.char(),
  utf8.char(72, 228, 0x20AC, 0x1F600))
local big = utf8.char(0x110000)
print(utf8.len(big), utf8.len(big, 1, -1, true), pcall(utf8.codepoint, big), utf8.codepoint(big, 1, 1, true))
local surrogate = "\u{D800}"
print(utf8.len(surrogate), utf8.len(surrogate, 1, -1, true), pcall(utf8.codepoint, surrogate))
local s = "aä€😀z"
for i = -12, 12 do
  print(i, pcall(utf8.offset, s, i), pcall(utf8.offset, s, 1, i), pcall(utf8.len, s, i), pcall(utf8.codepoint, s, i))
end
for i = 1, 13 do print(i, pcall(utf8.offset, s, 0, i), pcall(utf8.offset, s, -1, i)) end
print(utf8.len(""), utf8.len("", 1), pcall(utf8.len, "", 2), utf8.len("abc", 4), pcall(utf8.len, "abc", 5),
  utf8.len("abc", 2, 1), utf8.len("\xff"), utf8.len("a\x80"), utf8.len("\xc0\x80"), utf8.len("\xe0\x80\x80"),
  utf8.len("\xf4\x90\x80\x80"))
print(utf8.codepoint("abc", 1, -1))
print(utf8.codepoint("abc", 3, 2))
print(pcall(utf8.codepoint, "abc", 1, 4))
print(pcall(utf8.codepoint, "abc", 4))
for p, c in utf8.codes("aé😀") do print(p, c) end
print(pcall(function() for p, c in utf8.codes("a\xffb") do print(p, c) end end))
print(pcall(function() for _ in utf8.codes("\u{D800}") do end end))
for p, c in utf8.codes("\u{D800}", true) do print(p, c) end
print(utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*", ("aé😀"):gsub(utf8.charpattern, "<%0>"))
print(pcall(utf8.codes))
print(pcall(utf8.offset, "abc", 1, 5))
print(pcall(utf8.offset, "äb", 1, 2))
print(utf8.offset("abc", 5), utf8.offset("abc", 4), utf8.offset("abc", -4))
