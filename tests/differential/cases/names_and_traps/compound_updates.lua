-- Shows updates of fields through calls evaluated once, in order.
local n = 0
local function nexti() n = n + 1 return n end
local t = {10, 20, 30}
t[nexti()] = t[nexti()] + 1
print(t[1], t[2], t[3], n)
local o = {c = 0} local function get() o.c = o.c + 1 return o end
get().x = get().c
print(o.x, o.c)
get().list = {get().c, get().c}
print(o.list[1], o.list[2])
local i = 1
i, t[i] = i + 1, "first"
print(i, t[1], t[2])
local a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)
a, b = b, a, print("extra evaluated")
print(a, b)
local q = {} q.a, q.b = 1 print(q.a, q.b)
local s = "" for w in ("x y z"):gmatch "%a" do s = s .. w .. (w == "z" and "" or ",") end print(s)
t[#t + 1], t[#t + 2] = "p", "q" print(#t, t[4], t[5])
