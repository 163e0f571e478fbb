-- Shows the difference between no result and nil.
local function nothing() end
local function returns_nil() return nil end
local function returns_nothing() return end
print(select("#", nothing()), select("#", returns_nil()), select("#", returns_nothing()))
print(pcall(nothing))
print(pcall(returns_nil))
print(pcall(tostring, nothing()))
print(pcall(tostring, returns_nil()))
print(pcall(type, nothing()))
print(type(nil), (nothing()) == nil)
print(select("#", (nothing())))
print(table.pack(nothing()).n, table.pack(returns_nil()).n, table.pack(nothing(), nothing()).n)
print(#{nothing()}, #{(nothing())}, math.max(1, nothing() or 2))
print(tostring(nothing() == returns_nil()))
