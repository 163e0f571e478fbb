-- Shows fields of records that change kind, vanish and appear.
local p = {x = 1, y = 2, name = "p"}
p.x = "text" print(p.x, #p.x) p.x = nil print(p.x, p.x == nil) p.x = 1.5 print(p.x + p.y)
p.z = {w = 1} print(p.z.w) p.z = p.z.w print(p.z) p["y"] = nil print(p.y)
for k in pairs(p) do p[k] = nil end print(next(p)) p.x = 0 print(p.x)
local o = {items = {}, count = 0}
function o:add(v) self.items[#self.items + 1] = v self.count = self.count + 1 return self end
o:add(1):add("two"):add({3}) print(o.count, #o.items, o.items[2], o.items[3][1])
o.add = nil print(pcall(function() o:add(1) end))
o.count = "many" print(pcall(function() o.count = o.count + 1 end)) o.count = "5" o.count = o.count + 1 print(o.count)
local q = setmetatable({}, {__index = {x = "default"}})
print(q.x)
q.x = 1
print(q.x)
q.x = nil
print(q.x)
rawset(q, "x", false)
print(q.x)
local list = {1, 2, 3}
list.n = #list
list[#list + 1] = "four"
print(list.n, #list, list[4])
list[2] = nil
print(list[2], list[3], list.n)
