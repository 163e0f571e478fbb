-- Shows large constructors and tables built in loops.
local parts = {}
for i = 1, 3000 do parts[#parts + 1] = i end
local t = load("return {" .. table.concat(parts, ",") .. "}")()
print(#t, t[1], t[50], t[51], t[3000])
local fields = {}
for i = 1, 1000 do fields[i] = "k" .. i .. "=" .. i end
local r = load("return {" .. table.concat(fields, ";") .. "}")()
print(r.k1, r.k1000, #r)
local sum = 0
for _, v in pairs(r) do sum = sum + v end
print(sum)
