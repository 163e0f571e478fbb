-- Shows emptiness tests, counting and clearing in place.
local function empty(t) return next(t) == nil end
print(empty {}, empty {1}, empty {a = 1}, empty {nil})
local t = {1, 2, x = 3}
for k in pairs(t) do t[k] = nil end
print(empty(t), #t)
t[1] = "again"
print(#t, empty(t))
local n = 0
for _ in pairs {1, 2, nil, 4, a = 1} do n = n + 1 end
print(n)
