-- Shows reading the standard input by lines, numbers, characters and the rest.
print(io.read())
print(io.read("n", "n"))
print(io.read("l"))
print(io.read(3), io.read("L"))
print(io.stdin:read("l"))
for l in io.lines() do io.write("[", l, "]") end
print()
print(io.read(), io.read("a"), io.read("n"), io.read(0))
print(io.type(io.stdin))
