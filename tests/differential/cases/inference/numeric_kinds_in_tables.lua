-- Shows integers and floats stored, read, counted and printed from tables.
local t = {1, 2.0, 3.5, -0.0, 1e15, 2^53, math.maxinteger}
for i, v in ipairs(t) do io.write(i, "=", tostring(v), ":", math.type(v), " ") end
print()
local sum, prod = 0, 1
for _, v in ipairs {1, 2, 3} do sum = sum + v prod = prod * v end
print(sum, prod, sum / 3, sum // 3, prod % 4)
local m = {}
for i = 1, 3 do m[i] = i / 1 end
print(m[1], m[3], table.concat(m, " "), m[1] == 1, math.type(m[1] // 1))
local best
for _, v in ipairs {3, 9.5, 2} do if not best or v > best then best = v end end
print(best, math.type(best))
local avg = {}
for _, v in ipairs {10, 20, 40} do avg[#avg + 1] = v * 100 // 70 avg[#avg + 1] = v * 100 / 70 end
print(table.concat(avg, " "))
local c = {}
for _, k in ipairs {1, 1.0, "1", 2, 2.0} do c[k] = (c[k] or 0) + 1 end
print(c[1], c["1"], c[2], c[1.0])
print(#{[1] = 1, [2.0] = 2}, ({[1.5] = "x"})[1.5], ({10, 20})[1.0], next({[2^40] = 1}))
