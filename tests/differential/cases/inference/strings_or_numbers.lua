-- Shows values read from text that are numbers or not.
local function parse(s) local n = tonumber(s) if n then return n * 2, math.type(n) end return s:upper(), type(s) end
for _, s in ipairs {"10", "1.5", "abc", "0x10", "", "1e2", " 7 "} do print(parse(s)) end
local sum = 0
for w in ("1 2.5 x 0x3"):gmatch "%S+" do sum = sum + (tonumber(w) or 0) end
print(sum)
local t = {}
for k, v in ("a=1,b=x,c=2.5"):gmatch "(%w+)=([^,]+)" do t[k] = tonumber(v) or v end
print(t.a + 1, t.b .. "!", t.c * 2, math.type(t.a), type(t.b))
local total = "0"
for i = 1, 3 do total = total + i end
print(total, math.type(total))
local s = 0
for i = 1, 3 do s = s .. i end
print(s, #s)
local mixed = {1, "2", 3.0, "4.5"}
local acc = 0
for _, v in ipairs(mixed) do acc = acc + v end
print(acc)
print(#("x" .. 1 .. 2.0), ("5" + 1) .. "", "5" .. 1 + 1, -"2" + 3, "10" / "4", "7" // "2", 2 .. 3 == "23", ("3"):rep("2"))
