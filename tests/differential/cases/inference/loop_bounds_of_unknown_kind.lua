-- Shows numeric loops whose bounds come from parameters and fields.
local function count(a, b, c)
  local r = {}
  for i = a, b, c do r[#r + 1] = tostring(i) if #r > 5 then break end end
  return table.concat(r, " ")
end
print(count(1, 3, 1))
print(count(1, 2, 0.5))
print(count(1.0, 3, 1))
print(count(3, 1, -1))
print(count(1, math.huge, 1))
print(count(math.maxinteger - 1, math.maxinteger, 1))
print(count(1, 0, 1) == "")
print(pcall(count, "1", 2, 1))
print(pcall(count, 1, "2", 1))
print(pcall(count, 1, 2, "1"))
print(pcall(count, 1, 2, 0))
print(pcall(count, nil, 2, 1))
print(pcall(count, 1, nil, 1))
print(pcall(count, 1, 2))
local t = {n = 3, step = 1} for i = t.n, 1, -t.step do io.write(i, " ") t.n = 10 end print(t.n)
local function upto(n) local s = 0 for i = 1, n do s = s + i end return s end
print(upto(10), upto(3.7), upto(0), upto(-5), upto(100.0), math.type(upto(3.0)))
for i = 1, #"abc" do io.write(i, " ") end
for i = #{1, 2}, 1, -1 do io.write(i, " ") end
for i = tonumber "2", tonumber "4" do io.write(i, " ") end
print()
for i = -3, -1 do io.write(i, " ") end
for i = 0, 0 do io.write(i, " ") end
for i = 1, 3 do local i = i * 2 io.write(i, " ") end
print()
