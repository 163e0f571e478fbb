-- Shows next, pairs and length while fields are cleared and set, and constructors with every kind of field.
local t = {}
for i = 1, 10 do t[i] = i t["k" .. i] = i end
local n = 0
for k in pairs(t) do t[k] = nil n = n + 1 end
print(n, next(t))
for i = 1, 5 do t[i] = i end
for k, v in pairs(t) do t[k] = v * 2 end
print(table.concat(t, " "))
print(pcall(next, t, "nothing"))
print(pcall(next, t, 99))
print(pcall(next, t, 5))
print(pcall(next, t, 1.0))
local c = {1, 2, nil, 4}
print(#c == 4, c[4])
c = {nil, nil, 3}
print(#c == 3, c[3])
c = {n = 1, [1] = "one", "first", [2] = "two"; "second", [3] = "third"}
print(c[1], c[2], c[3], c.n, #c)
c = {[1] = 1, [2] = 2, [4] = 4}
print(c[1], c[4])
c = {f = function() return 1 end, ["key with space"] = 2, [true] = 3, [1.5] = 4, [-1] = 5, [2^53] = 6}
print(c.f(), c["key with space"], c[true], c[1.5], c[-1], c[2^53])
print(pcall(function() return {[nil] = 1} end))
print(pcall(function() return {[0/0] = 1} end))
c = {{{{}}}}
print(#c, #c[1], #c[1][1], #c[1][1][1])
local q = {}
for i = 1, 100 do q[i] = i end
for i = 100, 51, -1 do q[i] = nil end
print(#q)
q[#q] = nil
print(#q)
q[#q + 1] = "x"
print(#q, q[50])
for i = 1, 50 do q[i] = nil end
print(#q, next(q))
q[1] = 1
q[3] = 3
q[2] = 2
print(#q)
local s = ""
for i, v in ipairs({1, 2, nil, 4}) do s = s .. i end
print(s)
for i, v in ipairs({}) do print("never") end
local grow = {1}
for i, v in ipairs(grow) do if i < 5 then grow[i + 1] = v + 1 end end
print(#grow)
local order = {}
for k in pairs({10, 20, 30}) do order[#order + 1] = k end
print(table.concat(order, " "))
local keys = {}
for k in pairs{[true] = 1, [false] = 2} do keys[#keys + 1] = tostring(k) end
table.sort(keys)
print(table.concat(keys, " "))
print(#"", #{n = 1}, #{[0] = 1}, rawlen({1, 2, [4] = 4}) >= 2, rawequal("a", "a"), rawequal({}, {}), rawget({5}, 1),
  rawset({}, 1, 2)[1])
local big = {}
for i = 1, 300 do big[i] = i % 7 end
local sum = 0
for _, v in ipairs(big) do sum = sum + v end
print(sum, select("#", table.unpack(big)))
local z = {}
z[1], z[2], z[3] = 1, 2, 3
z[1], z[2] = z[2], z[1]
print(z[1], z[2])
local i = 1
i, z[i] = i + 1, "twenty"
print(i, z[1])
local a = {}
a.b, a = 1, {c = 2}
print(a.c, a.b)
local m = {x = {y = {z = 1}}}
m.x.y.z, m.x = m.x.y.z + 1, nil
print(m.x)
do
  local t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v) io.write(k, " ") end})
  t.a, t.b, t.c = 1, 2, 3
  print(t.a, t.b, t.c)
end
