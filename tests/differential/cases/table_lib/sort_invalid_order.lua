-- Shows that inconsistent comparison functions raise or end, but never loop.
local t = {} for i = 1, 60 do t[i] = i end
local ok, e = pcall(table.sort, t, function() return true end) print(ok, e)
ok = pcall(table.sort, {3, 1, 2}, function() return false end) print(ok)
