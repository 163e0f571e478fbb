-- Shows utf8.char over the whole range, several arguments and errors (manual 6.5).
print(utf8.char(72, 228, 8364, 127880), utf8.char(), #utf8.char(0), #utf8.char(0x7FFFFFFF), utf8.char(0x10FFFF):byte(1, -1))
for _, c in ipairs {0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x1fffff, 0x200000, 0x3ffffff, 0x4000000, 0x7fffffff} do
  io.write(#utf8.char(c), " ")
end
print()
print(pcall(utf8.char, -1))
print(pcall(utf8.char, 0x80000000))
print(pcall(utf8.char, "x"))
print(pcall(utf8.char, 1.5))
print(utf8.char("65", 66.0), utf8.char(0xD800):byte(1, -1))
print(utf8.char(0xDC80):byte(1, -1))
print(utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*", #utf8.charpattern)
