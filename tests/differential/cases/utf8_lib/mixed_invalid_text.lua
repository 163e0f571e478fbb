-- Shows text with invalid bytes passing through utf8 and string functions.
local s = "ok\xffé\x80\xed\xa0\x80z"
print(#s, utf8.len(s))
local n, pos = 0, 1
while pos <= #s do
  local len, bad = utf8.len(s, pos)
  if len then n = n + len break end
  n = n + utf8.len(s, pos, bad - 1)
  io.write("bad at ", bad, " ")
  pos = bad + 1
end
print(n)
print((s:gsub("[\x80-\xff]", "?")), s:find("é"), s:sub(4, 5) == "é", s:reverse():byte(1, 3))
print((s:gsub(utf8.charpattern, ".")))
local parts = {}
for c in s:gmatch(utf8.charpattern) do parts[#parts + 1] = #c end
print(table.concat(parts, ","))
