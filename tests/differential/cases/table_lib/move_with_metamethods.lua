-- Shows move using __index and __newindex, and its order.
local log = {}
local src = setmetatable({}, {__index = function(_, i) log[#log + 1] = "r" .. i return i * 10 end})
local dst = setmetatable({}, {__newindex = function(t, i, v) log[#log + 1] = "w" .. i rawset(t, i, v) end})
table.move(src, 1, 3, 5, dst)
print(table.concat(log, " "), dst[5], dst[7])
log = {}
local both = setmetatable({}, {__index = function(_, i) log[#log + 1] = "r" .. i return i end, __newindex = function(_, i) log[#log + 1] = "w" .. i end})
table.move(both, 1, 3, 2)
print(table.concat(log, " "))
log = {}
table.move(both, 2, 4, 1)
print(table.concat(log, " "))
