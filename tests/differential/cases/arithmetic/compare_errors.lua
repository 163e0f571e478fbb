-- Shows errors when values cannot be compared.
for _, pair in ipairs {{1, "1"}, {"a", 1}, {{}, {}}, {nil, 1}, {true, false}, {print, print}, {{}, 1}, {1, true}, {"x", {}}} do
  local a, b = pair[1], pair[2]
  print(pcall(function() return a < b end))
  print(pcall(function() return a <= b end))
  print(pcall(function() return a > b end))
  print(pcall(function() return a >= b end))
end
print(pcall(function() return nil < nil end))
print(pcall(function() return coroutine.create(print) < 1 end))
