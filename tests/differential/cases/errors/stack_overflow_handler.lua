-- Shows a stack overflow in xpcall whose handler runs.
local function f() f() f() end
local ok, e = xpcall(f, function(m) return "H " .. (tostring(m):match("stack overflow") or "?") end)
print(ok, e)
local depth = 0
local function count() depth = depth + 1; count(); return 1 end
print(pcall(count) == false, depth > 1000)
print("alive")
