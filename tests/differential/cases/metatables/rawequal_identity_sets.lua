-- Shows tables with __eq used as keys in sets by identity.
local mt = {__eq = function() return true end}
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local set = {[a] = 1}
print(a == b, set[a], set[b], rawequal(a, b))
set[b] = 2
local n = 0
for k in pairs(set) do n = n + 1 end
print(n, set[a], set[b])
local list = {a, b}
local function index_of(t, x) for i, v in ipairs(t) do if rawequal(v, x) then return i end end end
print(index_of(list, b), index_of(list, {}))
