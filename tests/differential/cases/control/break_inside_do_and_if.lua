-- Shows break from within do blocks and if branches with locals and closures.
local get
for i = 1, 5 do
  do
    local x = i * 2
    if x > 5 then
      local y = x
      get = function() return x, y, i end
      do break end
    end
  end
end
print(get())
while true do do do break end end end
print "out"
