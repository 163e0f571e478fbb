-- Shows returns that look like tail calls but are adjusted.
local function two() return 1, 2 end
local function a() return (two()) end
local function b() return two(), nil end
local function c() local x, y = two() return x, y end
local function d() return two() or 5 end
local function e() return two() + 0 end
print(a()) print(b()) print(c()) print(d()) print(e())
print(select("#", a()), select("#", b()), select("#", d()))
