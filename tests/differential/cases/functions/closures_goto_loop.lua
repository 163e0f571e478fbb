-- Shows fresh locals in loops made with goto.
local fs = {}
do
  local i = 1
  ::top::
  local captured = i * i
  fs[i] = function() captured = captured + 1; return captured end
  i = i + 1
  if i <= 3 then goto top end
end
print(fs[1](), fs[2](), fs[3](), fs[1]())
