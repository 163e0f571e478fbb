-- Shows that integer loops do not overflow at the ends of the range.
local max, min = math.maxinteger, math.mininteger
for i = max - 2, max do io.write(i, " ") end print()
for i = min + 2, min, -1 do io.write(i, " ") end print()
for i = max - 1, math.huge do io.write(i, " ") end print()
for i = min, max, max do io.write(i, " ") end print()
for i = max, min, min do io.write(i, " ") end print()
for i = 1, max, max // 2 do io.write(i, " ") end print()
for i = min, min + 1 do io.write(i, " ") end print()
for i = max, max do io.write(i, " ") end print()
for i = min, -1e308, -1 do io.write(i, " ") end print()
for i = max, max + 1.0 do io.write(i, " ") end print()
for i = 1, 3, max do io.write(i, " ") end print()
