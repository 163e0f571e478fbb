-- Shows the type of results when integers and floats mix.
local function show(...)
  for _, v in ipairs {...} do io.write(tostring(v), ":", math.type(v), " ") end
  print()
end
show(1 + 1, 1 + 1.0, 1.0 + 1, 1.5 + 1.5, 2 * 3.0, 2.0 * 3, 7 - 7.0)
show(7 // 2, 7.0 // 2, 7 // 2.0, 7 % 3, 7.0 % 3, 7 % 3.0)
show(2 ^ 2, 4 / 2, -3, -3.0, 1e2, 100 // 1, 1 << 2, 3.0 | 0)
show("10" + 5, "10.0" + 5, "0x10" * 1, 10 .. "")
show(math.maxinteger + 1.0, math.maxinteger + 1, math.mininteger - 1.0)
