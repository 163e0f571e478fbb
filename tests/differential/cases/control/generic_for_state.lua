-- Shows the control variable passed back, and changes of it in the body having no effect.
local function iter(s, c)
  io.write("[", tostring(s), ",", tostring(c), "] ")
  if c < 3 then return c + 1 end
end
for i in iter, "s", 0 do i = i * 100; io.write(i, " ") end
print()
local t = setmetatable({}, {__call = function(self, s, c) c = (c or 0) + 1; if c <= 3 then return c, c * c end end})
for a, b in t do io.write(a, "=", b, " ") end
print()
