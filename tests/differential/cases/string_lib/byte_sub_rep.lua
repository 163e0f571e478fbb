-- Shows positions at and beyond the ends for byte, sub, find and rep.
local s = "héllo"
local positions = {0, 1, -1, 6, 7, -6, -7, 100, -100, math.maxinteger, math.mininteger, 2.0}
for _, i in ipairs(positions) do
  print(i, s:byte(i), s:sub(i), s:find("l", i), s:find("", i), s:match("()", i), s:find(".", i, true))
  for _, j in ipairs{0, 3, -2, math.mininteger} do print(i, j, s:byte(i, j)) print(s:sub(i, j)) end
end
print(("ab"):rep(3), ("ab"):rep(3, ","), ("ab"):rep(0), ("ab"):rep(-1), ("ab"):rep(1, ","), (""):rep(1000),
  ("x"):rep(2.0), ("x"):rep("3"))
print(pcall(string.rep, "x", 1 << 62), pcall(string.rep, "abc", 1 << 40, "d"), pcall(string.rep, "x", 1.5),
  pcall(string.rep))
print(pcall(string.sub), pcall(string.sub, "x"), pcall(string.byte, "x", {}), pcall(string.char, 256),
  pcall(string.char, -1), string.char(), pcall(string.char, "x"))
print(("x"):len(), #"\0\0", ("abc"):upper(), ("ÀB"):lower(), ("abc"):reverse(), (""):reverse(), ("a\0b"):len())
