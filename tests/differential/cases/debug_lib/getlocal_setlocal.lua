-- Shows reading and changing locals of active functions.
local function names(level)
  local r = {}
  for i = 1, 100 do
    local n, v = debug.getlocal(level + 1, i)
    if not n then break end
    if n:sub(1, 1) ~= "(" then r[#r + 1] = n .. "=" .. tostring(v) end
  end
  return table.concat(r, " ")
end
local function f(a, b)
  local c = a + b
  print(names(1))
  do local d = "inner" print(names(1)) end
  local e = 5
  print(names(1))
  print(debug.setlocal(1, 1, "changed"), a)
  print(debug.setlocal(1, 3, nil), c)
  print(debug.setlocal(1, 100, 1))
  local r = names(1)
  return r
end
print(f(1, 2))
local x, y = "main x"
print(debug.getlocal(1, 1) ~= nil, pcall(debug.getlocal, 50, 1))
print(pcall(debug.getlocal))
print(pcall(debug.setlocal, 50, 1, 1))
print(pcall(debug.getlocal, 1))
