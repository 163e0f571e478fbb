-- Shows that items of a constructor are evaluated from left to right.
local log = {}
local function e(x) log[#log + 1] = tostring(x); return x end
local t = {e(1), [e("k")] = e("v"), e(2), x = e("X"), e(3), [e(10)] = e("ten")}
print(table.concat(log, " "))
print(t[1], t.k, t[2], t.x, t[3], t[10])
local counter = 0
local function nextid() counter = counter + 1; return counter end
local u = {id = nextid(), {id = nextid(), {id = nextid()}}, {id = nextid()}}
print(u.id, u[1].id, u[1][1].id, u[2].id)
