-- debug.getinfo(f, "L"): every function has an active line at its `end`, where Lua returns.

local function empty() end

local function branches(x)
  if x then
    x = 1
  else
    x = 2
  end
  local y = x
  return y
end

local function lines(f)
  local found = {}
  for line in pairs(debug.getinfo(f, "L").activelines) do found[#found + 1] = line end
  table.sort(found)
  return table.concat(found, " ")
end

print(lines(empty))
print(lines(branches))
print(lines(lines))
print(lines(function(...)
  print(...)
end))
print(debug.getinfo(print, "L").activelines)
