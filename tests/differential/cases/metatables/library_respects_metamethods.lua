-- Shows table library functions going through __index, __newindex and __len.
local store, log = {"a", "b", "c"}, {}
local p = setmetatable({}, {__index = function(_, k) log[#log + 1] = "r" .. k; return store[k] end,
  __newindex = function(_, k, v) log[#log + 1] = "w" .. k; store[k] = v end, __len = function() return #store end})
table.insert(p, "d") print(table.concat(store, ","), table.concat(log, " ")) log = {}
table.insert(p, 1, "z") print(table.concat(store, ","), table.concat(log, " ")) log = {}
print(table.remove(p, 1), table.concat(store, ","), table.concat(log, " ")) log = {}
print(table.concat(p, "-"), table.concat(log, " ")) log = {}
print(table.unpack(p)) log = {}
table.sort(p, function(a, b) return a > b end) print(table.concat(store, ","))
table.move(p, 1, 2, 3) print(table.concat(store, ","))
print(next(p), rawlen(p))
