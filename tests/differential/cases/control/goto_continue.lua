-- Shows goto continue in for, while and repeat loops.
for i = 1, 5 do
  if i % 2 == 0 then goto continue end
  io.write(i, " ")
  ::continue::
end
print()
local i = 0
while i < 6 do
  i = i + 1
  if i == 3 or i == 4 then goto continue end
  io.write(i, " ")
  ::continue::
end
print()
local n = 0
repeat
  n = n + 1
  if n == 2 then goto continue end
  io.write(n, " ")
  ::continue::
until n >= 4
print()
for k, v in ipairs {"a", "b", "c"} do
  if v == "b" then goto next end
  io.write(k, v, " ")
  ::next::
end
print()
