-- Shows many locals of the same name in one block captured by different closures.
local fs = {}
local x = 1
fs[1] = function() return x end
local x = 2
fs[2] = function() x = x + 10 return x end
local x = x + 1
fs[3] = function() return x end
x = x * 2
print(fs[1](), fs[2](), fs[3](), fs[2](), x)
local a <const> = 1
local a <const> = a + 1
local a = a + 1
a = a + 1
print(a)
