-- Shows messages about globals when _ENV is odd.
local pcall, print, select, tostring = pcall, print, select, tostring
do
  local _ENV = nil
  print(pcall(function() return x end))
  print(pcall(function() x = 1 end))
end
do
  local _ENV = 5
  print(pcall(function() return x end))
  print(pcall(function() return x.y end))
end
do
  local _ENV = {}
  print(pcall(function() return x.y end))
  print(pcall(function() x() end))
  print(pcall(function() return x + 1 end))
  print(pcall(function() x.y = 1 end))
end
do
  local _ENV = "string env"
  print(pcall(function() return len == len and lower and nothing end))
end
