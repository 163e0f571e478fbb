-- Shows variables that are integers, floats and strings by turns.
local function half(n) return n / 2 end
print(half(4), half(5), half("8"), half(2^53), pcall(half, "x"), pcall(half, nil))
local v = 1
for _, w in ipairs{2, 2.5, "3", 0.5, "0x10"} do v = v + w io.write(tostring(v), " ", math.type(v), " ") end
print()
local text = ""
for _, w in ipairs{1, 2.0, "x", 1e100, -0.0, 2^63} do text = text .. w .. ";" end
print(text, #text)
local average = 0
for i = 1, 4 do average = average + (i - average) / i end
print(average, math.type(average))
local function classify(x)
  if x == math.floor(x) then return "whole" elseif x > 0 then return "positive" else return "negative" end
end
print(classify(3), classify(3.0), classify(3.5), classify(-3.5), pcall(classify, "3"))
local n = 10
n = n // 3
io.write(n, " ")
n = n * 1.0
io.write(n, " ")
n = n // 2
io.write(n, " ")
n = n | 0
io.write(n, " ")
n = n .. ""
io.write(n, " ")
n = n + 0
io.write(n, " ")
n = n / 1
io.write(n, " ")
n = n % 2
print(n)
local digits = {}
local value = 1234
while value > 0 do digits[#digits + 1] = value % 10 value = value // 10 end
print(table.concat(digits, ","), value)
value = 1234.5
digits = {}
while value >= 1 do digits[#digits + 1] = value % 10 value = value // 10 end
print(table.concat(digits, ","), value)
print(10 // 3, 10.0 // 3, -10 // 3, 10 % -3, 10.5 % 3, "10" // 3, 7 // 0.0, -7 % math.huge, 2^2, 7 / 7, 3 | 4.0,
  "7" * "2")
local t = {10, 20, 30}
print(t[1.0], t["1"], t[2^0], t[3 // 1.0], t["2" + 0], t[6 / 2], t[0x1])
local max = -math.huge
for _, c in ipairs{3, 9.5, -2, 9} do if c > max then max = c end end
print(max)
local lo, hi = 1, 100
while lo < hi do local mid = (lo + hi) // 2 if mid * mid < 2000 then lo = mid + 1 else hi = mid end end
print(lo, hi)
local x0 = 1
for _ = 1, 6 do x0 = (x0 + 2 / x0) / 2 end
print(x0)
local function clamp(x, a, b) return x < a and a or x > b and b or x end
print(clamp(5, 1, 3), clamp(5.5, 1, 10), clamp("b", "a", "c"), pcall(clamp, 1, "a", 2))
for i = 1, 3 do local k = i if i == 2 then k = "two" end io.write(k, " ") end
for i = 1, 2, 0.5 do io.write(i, " ") end
print()
