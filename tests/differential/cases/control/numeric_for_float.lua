-- Shows float loops: accumulated values, limits, float start with integer step.
for x = 0, 1, 0.25 do io.write(x, " ") end print()
for x = 1.0, 3 do io.write(x, " ") end print()
for x = 1, 3.0 do io.write(x, " ") end print()
for x = 1, 3, 1.0 do io.write(x, " ") end print()
for x = 1, 2, 0.1 do io.write(x, " ") end print()
for x = 3.5, 1, -1 do io.write(x, " ") end print()
for x = 0.0, -0.3, -0.1 do io.write(x, " ") end print()
for x = 1e15, 1e15 + 3 do io.write(x, " ") end print()
for x = 1/0, 1/0 do io.write(x, " ") break end print()
for x = 0.5, 0/0 do print "once, by a limit that is not a number" end
for x = 0, 1, 1/0 do io.write(x, " ") end print()
