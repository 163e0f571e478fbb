-- Shows __newindex with a table, chains and rawset.
local store = {}
local t = setmetatable({own = 1}, {__newindex = store})
t.x = 1; t.own = 2; t[1] = "one"
print(rawget(t, "x"), store.x, t.own, store.own, store[1], #t)
local deep = setmetatable({}, {__newindex = setmetatable({}, {__newindex = function(self, k, v) print("deep", k, v) end})})
deep.k = "v"
local both = setmetatable({}, {__index = store, __newindex = store})
both.y = 5
print(both.y, rawget(both, "y"), store.y)
rawset(both, "y", 6)
print(both.y, store.y)
both.y = 7
print(both.y, store.y)
