-- Shows numeric for at the limits of integers and floats, with steps of every kind.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local function run(a, b, c)
  local t = {}
  local ok, message = pcall(function() for i = a, b, c do t[#t + 1] = tostring(i) if #t > 5 then break end end end)
  print(a, b, c, ok or message, table.concat(t, " "))
end
run(1, 3, 1)
run(3, 1, -1)
run(1, 0, 1)
run(1, 3, 0)
run(1, 3, 0.0)
run(1.0, 3, 1)
run(1, 3.5, 1)
run(1, 3, 1.5)
run(1, 2.9, 1)
run(-1, -2.1, -1)
run(math.maxinteger - 2, math.maxinteger, 1)
run(math.mininteger + 2, math.mininteger, -1)
run(math.maxinteger, math.maxinteger, math.maxinteger)
run(math.mininteger, math.maxinteger, math.maxinteger)
run(1, math.huge, 1)
run(1, -math.huge, 1)
run(-1, -math.huge, -1)
run(1, 0 / 0, 1)
run(math.maxinteger, math.huge, 1)
run(math.maxinteger - 1, 1e100, 1)
run(math.mininteger, -1e100, -1)
run(1, 1e100, math.maxinteger)
run(0.1, 0.5, 0.1)
run(1, 3, 2^53)
run(2^53, 2^53 + 3, 1)
run(3, 1)
run(1, 1, -1)
run("1", 2, 1)
run(1, "2", 1)
run(1, 2, "1")
run({}, 2, 1)
run(1, nil, 1)
run(nil, 1, 1)
run(1, 2, true)
run(-0.0, 0, 1)
run(0, -0.0, 1)
run(1, 2^63, 2^62)
run(math.mininteger, 2^63, 1 << 62)
for i = 3, 1 do print("never") end
for i = 1, 3 do local j = i i = i * 10 io.write(j, ":", i, " ") end
print()
local fs = {}
for i = 1, 3 do fs[i] = function() i = i + 1 return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
for i = 1.0, 2 do io.write(i, " ") end
for i = 1, 2.0 do io.write(i, " ") end
print()
