-- Shows a traceback with an error in a for iterator.
local function iter(s, i)
  if i == 2 then error("iterator broke") end
  return i + 1
end
for i in iter, nil, 0 do print(i) end
