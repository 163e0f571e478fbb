-- Shows that a closure sees assignments to its loop variable, and the loop does not.
local fs = {}
for i = 1, 3 do
  fs[i] = {get = function() return i end, set = function(v) i = v end}
  if i == 2 then i = 50 end
end
print(fs[1].get(), fs[2].get(), fs[3].get())
fs[3].set(9)
print(fs[3].get(), fs[1].get())
for k, v in pairs({a = 1}) do
  local function bump() v = v + 1; return v end
  print(bump(), bump(), v)
end
