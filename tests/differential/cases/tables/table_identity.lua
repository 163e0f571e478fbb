-- Shows that every evaluation of a constructor makes a new table.
local function make() return {} end
print(make() == make(), make() ~= make())
local list = {}
for i = 1, 3 do list[i] = {i} end
list[1][1] = "x"
print(list[1][1], list[2][1], list[3][1], list[1] == list[1])
local function default(t) t = t or {}; t[#t + 1] = #t + 1; return t end
print(#default(), #default(), #default(default()))
