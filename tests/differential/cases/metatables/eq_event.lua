-- Shows __eq: only for two tables or two userdata that are not the same, result made boolean.
local calls = 0
local mt = {__eq = function(a, b) calls = calls + 1; return a.v == b.v end}
local a, b, c = setmetatable({v = 1}, mt), setmetatable({v = 1}, mt), setmetatable({v = 2}, mt)
print(a == b, a == c, a ~= b, a ~= c, a == a, calls)
print(a == 1, 1 == a, a == "x", a == nil, calls)
local d = setmetatable({v = 1}, {__eq = function() return 1 end})
print(a == d, d == a, calls, d == {v = 1}, {v = 1} == d)
local e = setmetatable({}, {__eq = function() return nil end})
print(e == {}, e ~= {}, {} == e, rawequal(a, b))
local t = {[a] = "a"}
print(t[a], t[b])
