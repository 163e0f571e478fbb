-- Shows utf8.offset forwards, backwards, from positions and at the edges.
local s = "aé日🎈z"
print(#s)
for n = -6, 7 do io.write(tostring(utf8.offset(s, n)), " ") end
print()
for n = -2, 2 do io.write(tostring(utf8.offset(s, n, 4)), " ") end
print()
print(utf8.offset(s, 0, 3), utf8.offset(s, 0, 5), utf8.offset(s, 0, 6), utf8.offset(s, 0), utf8.offset("", 1), utf8.offset("", 0), utf8.offset("", 2), utf8.offset("", -1))
print(pcall(utf8.offset, s, 1, 3))
print(pcall(utf8.offset, s, 1, 20))
print(pcall(utf8.offset, s, 1, 0))
print(pcall(utf8.offset, s))
print(pcall(utf8.offset, s, "x"))
print(utf8.offset("abc", 5), utf8.offset("abc", 4), utf8.offset("abc", 1, 4), utf8.offset("abc", -1, 1), utf8.offset("\x80\x80", 0, 2), pcall(utf8.offset, "\x80", 1))
