-- Shows multiple assignment: right sides first, then the targets.
local i, a = 1, {}
i, a[i] = i + 1, 20
print(i, a[1], a[2])
local x, y, z = 1, 2
x, y = y, x
print(x, y, z)
local t = {1, 2, 3}
t[1], t[2], t[3] = t[3], t[1], t[2]
print(t[1], t[2], t[3])
x, y, z = (function() return 1, 2, 3 end)()
print(x, y, z)
x, y, z = (function() return 1, 2, 3 end)(), 10
print(x, y, z)
x, y = 1, 2, 3
print(x, y)
local p = {v = 1}
p, p.v = {v = "new"}, "old target"
print(p.v)
local q = {next = {val = 1}}
local old = q
q.next.val, q = 5, {}
print(old.next.val, q.next)
