-- Shows swaps through fields and calls in targets evaluated once.
local calls = 0
local t = {1, 2}
local function idx() calls = calls + 1; return calls end
t[idx()], t[idx()] = t[2], t[1]
print(t[1], t[2], calls)
local a = {b = {c = 1}}
a.b.c, a.b = 2, {c = 3}
print(a.b.c)
local x = {}
x.x, x = x, {y = 1}
print(x.y, x.x)
