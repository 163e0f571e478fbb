-- Shows per-object data in tables with weak keys.
local data = setmetatable({}, {__mode = "k"})
local function new(v) local o = {} data[o] = {v = v} return o end
local x, y = new(1), new(2)
print(data[x].v, data[y].v)
y = nil
collectgarbage()
collectgarbage()
local n = 0
for k, v in pairs(data) do n = n + 1 end
print(n, data[x].v)
data[1], data.s, data[true] = "i", "s", "b"
collectgarbage()
n = 0
for k in pairs(data) do n = n + 1 end
print(n)
