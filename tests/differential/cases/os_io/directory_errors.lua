-- Shows errors when opening or reading directories.
local f, e, c = io.open("/", "w")
print(f, e, c)
f, e, c = io.open("/")
if f then print(f:read("a")) print(f:read(1)) print(f:read("l")) f:close() else print(e, c) end
print(pcall(io.lines, "/nonexistent"))
print(os.rename("/nonexistent_a", "/nonexistent_b"))
print(io.open(""))
print(io.open("a\0b"))
