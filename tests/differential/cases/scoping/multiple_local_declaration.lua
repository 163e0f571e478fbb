-- Shows local declarations with fewer or more values and attribs.
local a, b, c = 1
print(a, b, c)
local d, e = 1, 2, 3
print(d, e)
local f
local g, h = (function() return "g", "h", "i" end)()
print(f, g, h)
local i, j = i, j
print(i, j)
local n = select("#", (function() local x = 1 end)())
print(n)
local p <const>, q, r <const> = 1, 2
q = p
print(p, q, r)
