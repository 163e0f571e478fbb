-- Shows list, record and general items in constructors.
local t = {1, 2, 3; x = 10, ["y z"] = 20, [100] = 30, [-1] = 40, [1.5] = 50, [true] = 60}
print(#t, t[1], t[3], t.x, t["y z"], t[100], t[-1], t[1.5], t[true])
local u = {[1] = "explicit", "positional"}
print(u[1])
local v = {"a", [2] = "b", "c", [3] = "d"}
print(v[1], v[2], v[3])
print(#{}, #{nil}, #{n = 1}, #{1,}, #{1; 2;})
local nested = {{1, 2}, {3, {4, 5}}, k = {z = {1}}}
print(nested[2][2][1], nested.k.z[1], #nested, #nested[2])
print(({1, 2, 3})[2], ({a = "b"}).a, #{(function() return 1, 2 end)()})
