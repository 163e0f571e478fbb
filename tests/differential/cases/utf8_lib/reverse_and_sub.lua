-- Shows reversing, slicing and mapping text by code points.
local function reverse(s)
  local t = {}
  for _, c in utf8.codes(s) do table.insert(t, 1, utf8.char(c)) end
  return table.concat(t)
end
local function sub(s, i, j)
  local n = utf8.len(s)
  if i < 0 then i = n + i + 1 end
  if j < 0 then j = n + j + 1 end
  if i > j then return "" end
  return s:sub(utf8.offset(s, i), utf8.offset(s, j + 1) - 1)
end
print(reverse "naïve 日本🎈", sub("naïve 日本🎈", 3, 4), sub("naïve 日本🎈", -3, -1), sub("日本語", 2, 2), sub("abc", 3, 2) == "")
print((("日本"):gsub(utf8.charpattern, function(c) return ("U+%04X "):format(utf8.codepoint(c)) end)))
local up = {}
for _, c in utf8.codes("é") do up[#up + 1] = utf8.char(c - 32) end
print(table.concat(up))
local w = {}
for c in ("a😀b"):gmatch(utf8.charpattern) do w[#w + 1] = #c end
print(table.concat(w, " "))
