-- Shows __concat on either side, with strings, numbers and in chains.
local mt = {__concat = function(a, b)
  local l = type(a) == "table" and "T" or tostring(a)
  local r = type(b) == "table" and "T" or tostring(b)
  return l .. "." .. r
end}
local t = setmetatable({}, mt)
print(t .. "x", "x" .. t, t .. t, 1 .. t, t .. 2.5, t .. nil, "a" .. "b" .. t .. "c" .. "d")
print(pcall(function() return t .. {} end))
print(pcall(function() return {} .. {} end))
local list = setmetatable({1, 2}, {__concat = function(a, b) local r = setmetatable({}, getmetatable(a)) for _, v in ipairs(a) do r[#r + 1] = v end for _, v in ipairs(b) do r[#r + 1] = v end return r end})
print(#(list .. {3}), table.concat(list .. {3, 4}, ","))
