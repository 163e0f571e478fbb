-- Shows strings built in loops, with table.concat and rep.
local parts = {}
for i = 1, 100 do parts[#parts + 1] = i % 10 end
local s = table.concat(parts)
print(#s, s:sub(1, 20), s:sub(-5))
local r = ""
for i = 1, 300 do r = r .. string.char(65 + i % 26) end
print(#r, r:sub(1, 26), r:sub(-3))
print(select(2, r:gsub("A", "")), r:find("ZAB", 1, true))
