-- Shows to-be-closed variables closed at the end of their block in reverse order.
local function res(name)
  return setmetatable({name = name}, {__close = function(self, err) print("close " .. self.name, err) end})
end
do
  local a <close> = res "a"
  local b <close> = res "b"
  local c <const> = "const"
  print("in block", a.name, b.name, c)
end
print("after")
do local n <close> = nil; local f <close> = false; print("nil and false are fine") end
for i = 1, 2 do
  local r <close> = res("loop" .. i)
  print("body", i)
end
