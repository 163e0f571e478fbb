-- Shows all 256 bytes going through char, byte, concat, rep, sub, gsub, reverse, upper.
local all = {}
for i = 0, 255 do all[#all + 1] = string.char(i) end
local s = table.concat(all)
print(#s)
local ok = true
for i = 0, 255 do ok = ok and s:byte(i + 1) == i and s:sub(i + 1, i + 1) == string.char(i) end
print(ok, s:reverse():reverse() == s, #s:rep(2), s:gsub(".", "%0") == s)
local up, low = s:upper(), s:lower()
local sum = 0
for i = 1, 256 do sum = sum + up:byte(i) * i - low:byte(i) end
print(sum)
local count = {}
for _, class in ipairs {"%a", "%d", "%l", "%u", "%s", "%p", "%c", "%x", "%w", "%g"} do
  local _, n = s:gsub(class, "")
  count[#count + 1] = class .. n
end
print(table.concat(count, " "))
io.write(s:sub(33, 127), "\n")
