-- Shows loops made of backward gotos, nested and with several exits.
local i = 1
::loop::
if i <= 5 then
  io.write(i, " ")
  i = i + 1
  goto loop
end
print()
do
  local a = 0
  ::outer::
  a = a + 1
  local b = 0
  ::inner::
  b = b + 1
  io.write(a, b, " ")
  if b < 3 then goto inner end
  if a < 3 then goto outer end
  print()
end
