-- Shows reads from an empty standard input.
print(io.read("l"), io.read("n"), io.read("a") == "", io.read("a") == "", io.read(0), io.read(1))
for l in io.lines() do print "never" end
print(io.stdin:read("L"), select("#", io.read("l", "l")))
print(pcall(io.read, "x"))
print(pcall(io.read, "*l"))
print(pcall(io.read, ""))
print(pcall(io.read, {}))
