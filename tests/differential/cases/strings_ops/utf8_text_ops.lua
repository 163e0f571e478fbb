-- Shows byte-wise positions on text outside ASCII.
local s = "naïve café"
print(#s, s:find("ï"), s:find("v"), s:find("é", 1, true), s:sub(3, 4), s:sub(-2))
print(s:upper(), s:len(), s:byte(3, 4))
print(s:gsub("[^\0-\x7f]", "?"))
print(s:match("caf(.*)$"), s:match("(%w+)"), s:rep(2, "·"))
for c in s:gmatch(utf8.charpattern) do io.write("<", c, ">") end
print()
print(("%5s|%-8s|%.2s"):format("é", "é", "é"):byte(1, -1))
