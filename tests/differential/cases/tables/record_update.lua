-- Shows records with fields set to nil, false, and reading absent fields.
local r = {a = 1, b = false, c = nil}
print(r.a, r.b, r.c, r.d)
r.a = nil
r.b = nil
print(next(r), r.a == nil)
r.e = false
print(r.e, r.e == nil, next(r))
r = {x = 1}
r.x, r.y = nil, 2
local n = 0 for _ in pairs(r) do n = n + 1 end
print(n, r.y)
