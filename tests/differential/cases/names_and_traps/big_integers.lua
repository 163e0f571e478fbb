-- Shows that integers never grow past 64 bits anywhere in the library.
local max = math.maxinteger
print(max + 1, max * 2, -max - 2, max << 1, (max + 1) // -1, math.abs(math.mininteger), -math.mininteger)
local s = 1 for i = 1, 100 do s = s * 7 + i end print(s)
local f = 1 for i = 1, 30 do f = f * i end print(f)
local t = {n = max} t.n = t.n + 1 print(t.n) t.n = t.n - 1 print(t.n)
print(("%d"):format(max + 1), tostring(max + 1), (max + 1) .. "", ("%x"):format(-1), math.type(max + 1))
for i = max - 1, max do io.write(i + 1, " ") end print()
local function inc(x) return x + 1 end print(inc(max), inc(inc(max)))
print(#string.pack("j", max + 1), string.unpack("j", string.pack("j", max + 1)), 5 // 0.0, max // 1 | 0, max * 1.0 == 2^63)
local acc = 0 for _, v in ipairs {max, max, 3} do acc = acc + v end print(acc)
print(tonumber("9223372036854775807") + 1, tonumber("9223372036854775808"), 0xffffffffffffffff + 1, utf8.char(65 + (max + 1) * 0))
print(select("#", string.byte("abc", 1, max)), ("abc"):sub(max), ("abc"):sub(-max), ("abc"):sub(math.mininteger, max))
