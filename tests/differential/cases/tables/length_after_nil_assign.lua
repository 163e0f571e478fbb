-- Shows lengths as an array grows and shrinks at its end.
local t = {}
for i = 1, 8 do t[i] = i; io.write(#t, " ") end
for i = 8, 1, -1 do t[i] = nil; io.write(#t, " ") end
print()
t = {1, 2, 3}
t[#t + 1], t[#t + 2] = "a", "b"
print(#t, t[4], t[5])
t[#t] = nil
t[#t] = nil
print(#t, t[3])
