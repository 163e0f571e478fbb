-- Shows operations on strings of a hundred kilobytes.
local s = ("0123456789"):rep(10000)
print(#s, s:sub(50001, 50010), s:find("9", 99999, true), select(2, s:gsub("5", "five")), s:reverse():sub(1, 10), s:byte(-1))
local parts = {}
for i = 1, #s, 1000 do parts[#parts + 1] = s:sub(i, i + 9) end
print(#parts, table.concat(parts):len(), s:rep(3):len(), s:upper() == s, (s .. "x"):find("x"), s == ("0123456789"):rep(10000))
local n = 0
for w in s:gmatch("789") do n = n + 1 end
print(n, #s:gsub("%d", ""), s:match("^(%d-)9"), #s:match(".*"))
