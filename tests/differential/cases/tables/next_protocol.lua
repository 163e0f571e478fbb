-- Shows next by hand, next after clearing the current key, and errors of next.
local t = {10, 20, 30}
local k, v = next(t)
print(k, v)
k, v = next(t, 1) print(k, v)
k, v = next(t, 2) print(k, v)
k, v = next(t, 3) print(k, v)
print(next({}), next({}, nil), next({nil, 5}))
print(pcall(next))
print(pcall(next, {}, 1))
print(pcall(next, "x"))
print(pcall(next, t, 1.5))
t[1] = nil
print(next(t), rawlen(t) == 3 or rawlen(t) == 0)
print(type(next), select("#", next({})), select("#", next({1})))
