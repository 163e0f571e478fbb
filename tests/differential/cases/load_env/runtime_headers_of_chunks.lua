-- The header of a binary chunk is checked part by part.
local binary = string.dump(function() end)
for _, i in ipairs { 2, 5, 6, 7, 13, 14, 15, 16, 24 } do
  print(i, load(binary:sub(1, i - 1) .. "\1" .. binary:sub(i + 1), "=chunk", "b"))
  print(i, load(binary:sub(1, i - 1), "=chunk", "b"))
end
