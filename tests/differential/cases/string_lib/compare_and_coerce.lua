-- Shows comparison of strings, and strings taken for numbers and back.
print("a" < "b", "a" < "B", "" < "a", "a" < "a\0", "a\0b" < "a\0c", "Z" < "a", "10" < "9", "é" > "z", "\255" > "é",
  "a" <= "a", "b" >= "a")
print("10" + 5, "0x10" + 0, "1e1" + 0, " 7 " * 2, "3" // 1, "3.0" // 1, "7" % "4", "2" ^ "3", -"4", -"4.5",
  "10" / "2", - "0x7fffffffffffffff", "9223372036854775808" + 0)
print(10 .. 20, 1.5 .. "", -0.0 .. "", 1e15 .. "", 1e16 .. "", 2^53 .. "", 1e100 .. "", 2^63 .. "",
  math.mininteger .. "", 1 / 0 .. "", 3.0 .. "|", 100000000000000 .. "")
print(pcall(function() return "x" + 1 end))
print(pcall(function() return {} .. "x" end))
print(pcall(function() return "10" < 5 end))
print(pcall(function() return "1" | 2, "1.0" & 3, "0x10" << 1 end))
print(pcall(function() return "1.5" | 1 end))
print(pcall(function() return "x" | 1 end))
print(pcall(function() return 1.5 & 1 end))
print(pcall(function() return 2^63 & 1 end))
print(pcall(function() return ~"7" end))
print(pcall(function() return #5 end))
print("10" == 10, 10 == 10.0, "a" == "a", 0 == -0, 1 < 1.5, 2^53 == 2^53 + 1, math.maxinteger < math.huge,
  math.maxinteger + 0.0 == math.maxinteger, math.maxinteger + 1.0 > math.maxinteger, -0.0 == 0.0)
print(tostring(1e15), tostring(123456789012345678), tostring(0.1), tostring(1/3), tostring(-1e-7), tostring(5 // 0.0),
  tostring(3 % -2), tostring(-3 % 2), tostring(3.5 % -2), tostring(-0.0 % 1), 5 % math.huge, -5 % math.huge)
