-- Shows goto leaving several loops at once, and forward jumps over code.
for i = 1, 10 do
  local k = 0
  while true do
    k = k + 1
    repeat
      if i * k == 12 then goto found end
    until true
    if k > 5 then break end
  end
end
::found::
print("found")
local x = 5
if x > 3 then goto big end
print("small")
goto finish
::big::
print("big")
::finish::
print("finish")
