-- Shows functions that return hundreds of values.
local t = {}
for i = 1, 240 do t[i] = i end
local function all() return table.unpack(t) end
print(select("#", all()), (select(240, all())), #{all()}, #{all(), all()})
local function sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...)) end return s end
print(sum(all()), sum(0, all()))
print(string.char(table.unpack({("many"):byte(1, -1)})))
for i = 1, 5000 do t[i] = i end
print(select("#", all()), #{all()}, math.max(all()))
