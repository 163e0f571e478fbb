-- Shows tonumber on strings in all forms.
for _, s in ipairs {"10", " 10 ", "10.", ".5", "5e1", "5E+1", "0x10", "0X1p4", "0x.8", "-0x10", "- 1", "+1", "++1", "1e", "0x", "",
                    " ", "1 1", "1_000", "inf", "nan", "infinity", "0b1", "1e1000", "-1e1000", "9223372036854775807", "9223372036854775808",
                    "-9223372036854775808", "-9223372036854775809", "0xffffffffffffffffff", "1\0", "١", "1e+", "0x1.8", "1.5.2", "\v12\f",
                    "0x-1", "1f", "1L", "1e5.5", "00100", "-0", "-0.0"} do
  print(("%q"):format(s), tonumber(s), math.type(tonumber(s)))
end
print(tonumber(5), tonumber(5.5), tonumber(nil), tonumber({}), tonumber(true))
