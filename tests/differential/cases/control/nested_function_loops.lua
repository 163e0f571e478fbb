-- Shows loops inside functions inside loops with shared and own variables.
local total = 0
for i = 1, 3 do
  local function inner()
    for j = 1, i do
      local add = function(k) total = total + i * j * k end
      for k = 1, 2 do add(k) end
    end
    return total
  end
  io.write(inner(), " ")
end
print(total)
