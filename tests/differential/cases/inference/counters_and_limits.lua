-- Shows counters that grow fast, pass 2^53 and wrap.
local n = 1 for i = 1, 64 do n = n * 2 if i >= 61 then io.write(n, " ") end end print()
local m = 0 for i = 1, 70 do m = m * 10 + i % 10 end print(m)
local c = math.maxinteger - 2 for i = 1, 5 do c = c + 1 io.write(c, " ") end print()
local d = 0 while d >= 0 do d = d * 3 + 1 if d > 1 << 62 then break end end print(d)
local f = 1.0 for i = 1, 1100 do f = f * 2 end print(f)
local h = 5381 for ch in ("hash this text please, it is long"):gmatch "." do h = h * 33 + ch:byte() end print(h)
local x = 2 for i = 1, 6 do x = x * x end print(x) x = 3 for i = 1, 6 do x = x * x end print(x)
local function pow(b, e) local r = 1 for _ = 1, e do r = r * b end return r end
print(pow(2, 62), pow(2, 63), pow(2, 64), pow(10, 19), pow(-2, 63), pow(2.0, 64))
local t = {v = math.maxinteger} for i = 1, 2 do t.v = t.v + i end print(t.v)
local s = 0
for i = 1, 10 do s = s - (1 << 60) end
print(s)
s = 0
for i = math.maxinteger - 3, math.maxinteger do s = s + i end
print(s)
local a, b = 0, 1 for i = 1, 100 do a, b = b, a + b end print(a, b)
