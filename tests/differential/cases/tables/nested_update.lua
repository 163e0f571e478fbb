-- Shows nested tables, shared references and cycles.
local a = {list = {1, 2, 3}, map = {x = {y = {z = "deep"}}}}
a.map.x.y.z = a.map.x.y.z .. "er"
a.map.x.w = a.list
a.list[4] = a.map
print(a.map.x.y.z, a.map.x.w[2], a.list[4].x.w[4].x.y.z)
a.self = a
print(a.self.self.self == a, a.self.list == a.list)
local copy = {}
for k, v in pairs(a) do copy[k] = v end
copy.list[1] = "changed"
print(a.list[1], copy ~= a, copy.self == a)
a["list"][2], a.list[3] = a.list[3], a.list[2]
print(a.list[2], a.list[3])
