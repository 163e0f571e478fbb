-- Shows sort on objects with __lt, and proxies with __index, __newindex, __len.
local mt = {__lt = function(a, b) return a.v < b.v end}
local t = {}
for i, v in ipairs {5, 3, 9, 1} do t[i] = setmetatable({v = v}, mt) end
table.sort(t)
for _, o in ipairs(t) do io.write(o.v, " ") end
print()
local store = {4, 2, 7, 1}
local reads, writes = 0, 0
local p = setmetatable({}, {__len = function() return #store end, __index = function(_, i) reads = reads + 1 return store[i] end, __newindex = function(_, i, v) writes = writes + 1 store[i] = v end})
table.sort(p)
print(table.concat(store, " "), reads > 0, writes > 0)
print(rawlen(p), next(p))
