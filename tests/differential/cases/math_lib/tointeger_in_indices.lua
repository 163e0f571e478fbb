-- Shows which functions accept floats and numeric strings as integers.
print(("hello"):sub(2.0, 3.0), ("x"):rep("3"), select(2.0, "a", "b"), table.concat({1, 2, 3}, ",", 2.0), ({10, 20})[2.0], utf8.char(65.0), string.char("66"), ("abc"):byte("2"))
print(pcall(select, 1.5, "a"))
print(pcall(string.rep, "x", "2.5"))
print(pcall(table.insert, {1, 2}, 1.5, "x"))
print(pcall(utf8.char, 65.5))
print(math.tointeger("5"), math.tointeger(5.0), math.tointeger("5.0"), math.tointeger("abc"))
for i = 1.0, 3 do io.write(("x"):rep(i), " ") end
print()
print(#("x"):rep(3.0), math.random(3.0) <= 3, ("%5.1f|%d"):format("2", "3"), ("x"):rep(0.0) == "")
