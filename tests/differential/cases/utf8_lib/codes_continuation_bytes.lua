-- Shows that utf8.codes refuses continuation bytes that belong to no character.
print(pcall(utf8.codes, "\x80x"))
for _, text in ipairs{"é\x80", "in\x80valid", "αλφ\xBFα"} do
  print(pcall(function() for p in utf8.codes(text) do io.write(p, " ") end end))
end
local f = utf8.codes("")
print(f("", 2), f("", -1), f("", math.mininteger))
