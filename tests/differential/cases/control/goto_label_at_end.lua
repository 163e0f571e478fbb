-- Shows labels at the ends of blocks, void statements and labels followed by others.
do
  goto e
  local a = 1
  print "skipped"
  ::e::
end
print "after"
for i = 1, 3 do
  if i == 2 then goto a end
  io.write(i, " ")
  ::a:: ; ::b::
end
print()
do goto one; ::two:: print "two" goto three; ::one:: print "one" goto two; ::three:: print "three" end
