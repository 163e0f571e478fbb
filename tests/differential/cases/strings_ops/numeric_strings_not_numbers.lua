-- Shows that numeric strings stay strings where no arithmetic is involved.
local t = {}
t["1"] = "string"; t[1] = "number"
print(t["1"], t[1], "1" == 1, "10" < "9", type("1"), type("1" + 0))
print(pcall(function() return "10" < 9 end))
print(math.type("1"), #"10", "10" .. 5, 10 .. 5)
for i = 1, 2 do print(t[tostring(i)], t[i]) end
print(pcall(function() for i = "1", 2 do print(i) end end))
