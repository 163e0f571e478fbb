-- Shows break leaving only the innermost loop, in all combinations.
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then break end
    io.write(i, ".", j, " ")
  end
  local k = 0
  while true do
    k = k + 1
    repeat
      if k == 2 then break end
      io.write("k", k, " ")
      break
    until false
    if k > 2 then break end
  end
  if i == 2 then break end
end
print()
for _, a in ipairs {1, 2} do
  for _, b in pairs {10} do
    do if a == 1 then break end end
    io.write(a + b, " ")
  end
  io.write("after", a, " ")
end
print()
