-- Shows when __newindex fires for keys that were cleared, false values and array parts.
local fired = {}
local t = setmetatable({1, 2, 3, f = false}, {__newindex = function(t, k, v) fired[#fired + 1] = tostring(k); rawset(t, k, v) end})
t[2] = nil
t[2] = "two"
t.f = true
t[4] = 4
t[3] = 33
t.f = nil
t.f = 1
t[1.0] = "one"
t[5.0] = "five"
print(table.concat(fired, " "), t[1], t[2], t[5])
table.insert(t, "six")
t[#t + 1] = "seven"
print(table.concat(fired, " "), #t)
