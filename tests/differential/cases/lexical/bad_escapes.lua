-- Shows the messages of invalid escape sequences.
for _, source in ipairs {[["\q"]], [["\300"]], [["\x1"]], [["\xg0"]], [["\u41"]], [["\u{110000000}"]], [["\u{}"]],
                         [["\u{41"]], [["\256"]], [["ab\c de"]], [["\u{80000000}"]], [["\xag"]], [["\xa"]], [["\u{zz}"]]} do
  print(select(2, load("return " .. source, "=src")))
end
