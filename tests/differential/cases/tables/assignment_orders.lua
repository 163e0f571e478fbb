-- Shows in which order targets, keys and values of assignments and constructors are evaluated, as far as it is the same everywhere.
local log = {}
local function e(name, value) log[#log + 1] = name return value end
local function show(...) print(table.concat(log, " "), ...) log = {} end
local t = {}
e("t", t)[e("k", 1)] = e("v", 10)
show(t[1])
e("t1", t)[e("k1", 1)], e("t2", t)[e("k2", 2)] = e("v1", 1), e("v2", 2)
show(t[1], t[2])
local x = {e("a", 1), e("b", 2), k = e("c", 3), [e("d", "q")] = e("e", 4), e("f", 5)}
show(#x, x.q)
print(e("f", print) == print, select("#", e("a1"), e("a2")))
show()
local r = e("l", 1) + e("r", 2) * e("m", 3)
show(r)
r = e("l", "x") .. e("m", "y") .. e("r", "z")
show(r)
r = e("l", 1) < e("r", 2)
show(r)
r = e("l", 1) > e("r", 2)
show(r)
r = e("l", false) and e("r", 2)
show(r)
r = e("l", 1) == e("r", 1)
show(r)
local obj = setmetatable({}, {__index = function(_, k) return e("get " .. k, k) end, __newindex = function(_, k,
  v) e("set " .. k .. " " .. tostring(v)) end})
obj.a = obj.b
show()
obj.a, obj.b = obj.b, obj.a
show()
obj[obj.k] = obj.v
show()
local a, b, c = e("1", 1), (e("2", 2))
show(a, b, c)
a, b = b, a
show(a, b)
a, b, c = (function() return e("f", 1), 2, 3 end)()
show(a, b, c)
local i = 1
local arr = {}
i, arr[i] = i + 1, 20
show(i, arr[1], arr[2])
arr[i], i = "two", 5
show(arr[2], arr[5])
do local a = {} local b = a a.x, a = 1, {} show(b.x, a.x) end
local function mr() return e("m1", 1), e("m2", 2) end
t = {mr(), mr()}
show(#t)
t = {[1] = "late", mr()}
show(t[1])
for k = e("first", 1), e("limit", 2), e("step", 1) do e("body") end
show()
for k, v in e("next", next), e("table", {1}), e("control") do e("body") end
show()
e("o", {m = function(self, v) return v end}):m(e("arg"))
show()
while e("w", #log < 3) do e("b") end
show()
repeat e("body") until e("until", true)
show()
return show(e("ret"))
