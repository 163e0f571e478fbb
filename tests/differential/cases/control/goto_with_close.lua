-- Shows goto leaving and re-entering blocks with to-be-closed variables.
local n = 0
::top::
do
  n = n + 1
  local r <close> = setmetatable({}, {__close = function() io.write("close", n, " ") end})
  if n < 3 then goto top end
  io.write("last ")
end
print()
for i = 1, 3 do
  local r <close> = setmetatable({}, {__close = function() io.write("c", i, " ") end})
  if i == 2 then goto continue end
  io.write("body", i, " ")
  ::continue::
end
print()
while true do
  local r <close> = setmetatable({}, {__close = function() io.write("w ") end})
  break
end
print()
