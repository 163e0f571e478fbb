-- Shows __index with a table, chains of tables and rawget.
local base = {x = "base x", y = "base y"}
local mid = setmetatable({y = "mid y"}, {__index = base})
local top = setmetatable({z = "top z"}, {__index = mid})
print(top.x, top.y, top.z, top.w, rawget(top, "x"))
base.w = "late"
print(top.w)
top.x = "own"
print(top.x, base.x, mid.x)
top.x = nil
print(top.x)
mid.y = nil
print(top.y)
print(#top, next(top))
