-- Shows integer-valued floats, negative zero and big floats as keys in constructors and paths.
local t = {[1.0] = "one", [2^1] = "two", [-0.0] = "zero", [1e3] = "thousand", [2^63] = "big", [0.5] = "half"}
print(t[1], t[2], t[0], t[1000], t[2^63], t[1/2], t["1"], #t)
for k, v in pairs({[3.0] = true}) do print(k, math.type(k)) end
t[10 / 2] = "five" print(t[5], t[5.0], next({[7.0] = 1}))
t[1] = nil t[2.0] = nil print(t[1], t[2])
local i = 1.0 local a = {} a[i] = "x" a[i + 1] = "y" a[i * 3] = "z" print(#a, a[1], a[2], a[3], table.concat(a))
for x = 1.0, 3.0 do io.write(a[x], " ") end print()
a[math.huge] = "inf" a[-math.huge] = "-inf" print(a[1 / 0], a[-1 / 0], a[math.maxinteger], pcall(rawset, a, 0 / 0, 1))
print(rawget(a, 1.0), select(2.0, "p", "q"), ("abc"):sub(2.0, 2.0), #table.pack(1, 2, 3), ({10, 20, 30})[2.0], table.remove({1, 2, 3}, 2.0))
