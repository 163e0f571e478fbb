-- Shows index expressions of all kinds: calls, arithmetic, strings with spaces, nested.
local t = {a = {b = {c = 1}}, [3] = "three", ["with space"] = "ws", ["a.b"] = "dotted"}
local k = "a"
local function f() return "with space" end
print(t[k].b["c"], t[1 + 2], t[f()], t["a.b"], t[("a"):rep(1)].b.c, t["with" .. " " .. "space"])
print((t)[3], ({t})[1].a.b.c, t.a["b"].c, #t.a, t.missing, t.a.missing)
t[k .. k], t[#k] = 5, 6
print(t.aa, t[1])
t.f = function(x) return {x, x * 2} end
print(t.f(4)[2], t.f(4)[1], #t.f(4))
