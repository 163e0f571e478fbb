-- Shows nil in all the places where absent and nil could be mixed up.
local t = {a = nil, b = false}
print(t.a, t.b, next({a = nil}), rawget(t, "a"), t.a == nil, t.b == nil, #{nil, nil})
local function f(a, b) return a == nil, b == nil, select("#", a, b) end
print(f(), f(nil), f(nil, nil), f(false))
local x
print(x, x == nil, type(x), (x))
local function g(...) return (...), select("#", ...) end
print(g(), g(nil), g(nil, 1))
t.b = nil
print(next(t))
t[1], t[2], t[3] = 1, nil, 3
print(t[1], t[2], t[3])
local r = {pcall(function() return nil, nil end)}
print(#r == 1 or #r == 3, r[1], r[2])
print(tostring(nil), nil == nil, not nil, nil and 1, nil or "default", ({})[nil], type(nil))
print(table.pack(nil, nil).n, table.pack().n, select("#", table.unpack({n = 2}, 1, 2)), pcall(ipairs))
print(string.format("%s|%5s", nil, nil), tostring(nil) .. "x", rawequal(nil, nil), rawlen({nil}))
