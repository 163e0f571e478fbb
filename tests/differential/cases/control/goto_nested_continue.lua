-- Shows goto to the label of an outer loop, and labels of the same name in different blocks.
for i = 1, 4 do
  for j = 1, 4 do
    if j == 3 then goto continue_outer end
    if i == 2 then goto continue_inner end
    if i == 4 then goto done end
    io.write(i, ":", j, " ")
    ::continue_inner::
  end
  io.write("| ")
  ::continue_outer::
end
::done::
print()
do goto l1; print "skipped"; ::l1:: print "one" end
do goto l1; print "skipped"; ::l1:: print "two" end
for i = 1, 2 do
  for j = 1, 2 do
    if j == 2 then goto continue end
    io.write(i, j, " ")
    ::continue::
  end
  if i == 1 then goto continue end
  io.write("end")
  ::continue::
end
print()
