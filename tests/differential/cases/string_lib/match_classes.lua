-- Shows every character class and its complement on the ASCII range.
local all = {}
for i = 0, 127 do all[#all + 1] = string.char(i) end
all = table.concat(all)
for c in ("acdglpsuwxACDGLPSUWX"):gmatch "." do
  local got, n = all:gsub("[^%" .. c .. "]", "")
  local same = all:gsub("%" .. c .. "", "") == all:gsub("[%" .. c .. "]", "")
  print(c, #got, same, (got:gsub("[%c%s]", ".")))
end
print(("\128\255é"):match("%a"), ("\xe9"):find("%w"), ("\xa0"):find("%s"), ("\x85"):find("%s"), ("\x9f"):find("%c"), ("\xff"):find("%p"))
