-- Shows a line hook listing the lines of a loop.
local lines = {}
local function traced()
  local s = 0
  for i = 1, 2 do
    s = s + i
  end
  if s > 2 then
    s = s * 2
  end
  return s
end
debug.sethook(function(event, line) lines[#lines + 1] = line end, "l")
traced()
debug.sethook()
print(table.concat(lines, " ")) print(debug.gethook())
