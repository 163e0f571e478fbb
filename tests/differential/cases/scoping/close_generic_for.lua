-- Shows the closing value of a generic for loop.
local function iter(n, name)
  local closer = setmetatable({}, {__close = function(_, e) print("closing " .. name, e) end})
  return function(_, i) i = i + 1; if i <= n then return i end end, nil, 0, closer
end
for i in iter(2, "complete") do print(i) end
for i in iter(5, "break") do if i == 2 then break end end
print(pcall(function() for i in iter(5, "error") do error("in loop", 0) end end))
print((function() for i in iter(5, "return") do return i end end)())
for i in iter(3, "outer") do
  for j in iter(3, "inner") do if j == 2 then goto next end end
  ::next::
  if i == 2 then goto done end
end
::done::
print(pcall(function() for i in print, nil, nil, {} do end end))
for i in iter(0, "empty") do end
