-- Shows the messages of malformed numerals.
for _, source in ipairs {"x = 3x", "x = 0x", "x = 1e", "x = 1e+", "x = 0xg", "x = 1..2", "x = 1.2.3", "x = 0x1p",
                         "x = 08a", "x = 12_3", "x = 0b1", "x = 1e5e", "x = 0x5.5.5"} do
  print(source, select(2, load(source, "=src")))
end
