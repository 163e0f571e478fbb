-- Shows sort of numbers, strings, by comparison functions, stable keys.
local function show(t) print(table.concat(t, " ")) end
local t = {5, 2, 8, 1, 9, 3} table.sort(t) show(t) table.sort(t, function(a, b) return a > b end) show(t)
t = {"banana", "apple", "Cherry", "date", ""}
table.sort(t)
show(t)
table.sort(t, function(a, b) return a:lower() > b:lower() end)
show(t)
t = {3.5, -1, 2, 1e10, -0.5, 0}
table.sort(t)
show(t)
t = {}
table.sort(t)
show(t)
t = {1}
table.sort(t)
show(t)
t = {2, 1}
table.sort(t)
show(t)
local people = {{n = "Ann", a = 30}, {n = "Bob", a = 25}, {n = "Cid", a = 35}, {n = "Dee", a = 20}}
table.sort(people, function(x, y) return x.a < y.a end)
for _, p in ipairs(people) do io.write(p.n, " ") end
print()
table.sort(people, function(x, y) return x.n > y.n end)
for _, p in ipairs(people) do io.write(p.n, " ") end
print()
local big = {}
local x = 7
for i = 1, 500 do x = (x * 1103515245 + 12345) % 2147483648 big[i] = x end
table.sort(big)
local ok = true
for i = 2, #big do ok = ok and big[i - 1] <= big[i] end
print(ok, big[1], big[250], big[500])
t = {}
for i = 1, 100 do t[i] = (i * 37) % 10 end
table.sort(t)
show(t)
print(select("#", table.sort({3, 1})))
