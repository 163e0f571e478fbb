-- Shows how numbers are written: integers, floats, negative zero.
io.write(1, " ", 1.0, " ", -0.0, " ", 1e15, " ", 1e16, " ", 0.1, " ", 1/3, " ", 2^63, " ", math.mininteger, " ", 1e100, "\n")
io.write(3.0 // 1, "|", 7 // 2, "|", 2^10, "|", 10 / 2, "\n")
io.stdout:write("a", 1, "b", 2.5, "\n")
io.write("1" + 1, "\n")
