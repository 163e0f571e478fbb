-- Shows # of sequences after removals at the end, and tables without holes.
local t = {1, 2, 3, 4, 5}
t[#t] = nil
print(#t)
t[#t + 1] = "new"
print(#t, t[5])
while #t > 0 do t[#t] = nil end
print(#t, next(t))
for i = 1, 10 do t[i] = i end
for i = 10, 6, -1 do t[i] = nil end
print(#t)
t[0] = "zero"; t[-5] = "neg"
print(#t)
local u = {}
for i = 10, 1, -1 do u[i] = i end
print(#u)
local w = {n = 0}
for i = 1, 100 do w[i] = true end
print(#w, w[100], w[101])
