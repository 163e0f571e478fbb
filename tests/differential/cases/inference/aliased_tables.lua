-- Shows tables that library functions hand out again under another name.
local t = {{y = 1}, {y = 2}}
local a, b = table.unpack(t)
b.y = true
print(t[2].y == 1, t[2].y)
local u = {n = 1}
local _, w = ipairs(u)
w.n = true
print(u.n == 1, u.n)
