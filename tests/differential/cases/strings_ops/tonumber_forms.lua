-- Shows which texts tonumber reads, with and without a base.
for _, text in ipairs{"10", " 10 ", "10 x", "", " ", "0x", "0x1", "0X1F", "-0x10", "- 1", "+5", "++5", "1e5", "1e",
  "1e+", "1E-2", ".5", "5.", ".", "0x.8", "0x1p4", "0x1p", "0x.p1", "1_000",
  "inf", "nan", "0b1", "1e500", "-1e500", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "0x8000000000000000", "0xffffffffffffffffff", "\t7\n", "7\0", "0 1", "1f", "0xg", "1,5",
    "٣", "1e1.5", "0x1.8p-1", "00012", "-.5e1", "0e0"} do
  print(("%q"):format(text), tonumber(text), math.type(tonumber(text)))
end
for _, case in ipairs{{"10", 2}, {"ff", 16}, {"FF", 16}, {"zz", 36}, {"8", 8}, {" 11 ", 2}, {"-11", 2}, {"1.0", 10},
  {"", 10}, {"7fffffffffffffff", 16}, {"ffffffffffffffff", 16}, {"1e1", 16}, {"0x10", 16}, {"1 1", 2}, {"--1", 2},
  {"+1", 2}} do
  print(case[1], case[2], pcall(tonumber, case[1], case[2]))
end
print(pcall(tonumber, "1", 1))
print(pcall(tonumber, "1", 37))
print(pcall(tonumber, 10, 10))
print(pcall(tonumber))
print(pcall(tonumber, {}, 10))
print(tonumber(nil), tonumber({}), tonumber(true), tonumber("1", nil), tonumber(5), tonumber(5.5))
