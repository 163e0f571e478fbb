-- Shows integer loops: steps, empty loops, negative steps.
for i = 1, 3 do io.write(i, " ") end print()
for i = 3, 1 do io.write("never") end
for i = 3, 1, -1 do io.write(i, " ") end print()
for i = 1, 10, 4 do io.write(i, " ") end print()
for i = -3, 3, 3 do io.write(i, " ") end print()
for i = 5, 5 do io.write(i, " ") end print()
for i = 1, 2.9 do io.write(i, " ") end print()
for i = 1, -2.9, -1 do io.write(i, " ") end print()
for i = 1, 0.5 do io.write("never") end
for i = 10, 1, -100 do io.write(i, " ") end print()
for i = 1, math.huge do if i > 3 then break end io.write(i, " ") end print()
for i = -1, -math.huge, -1 do if i < -3 then break end io.write(i, " ") end print()
for i = 1, -math.huge do print "never" end
for i = 1, 0/0 do print "never" end
