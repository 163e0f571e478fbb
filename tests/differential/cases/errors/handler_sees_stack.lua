-- Shows a handler looking at locals of the failing function through the debug library.
local function f(a, b)
  local c = a + b
  local t = nil
  return t.x
end
print(xpcall(f, function(m)
  local out = {m}
  local i = 1
  while true do
    local n, v = debug.getlocal(2, i)
    if not n or n:sub(1, 1) == "(" then break end
    out[#out + 1] = n .. "=" .. tostring(v)
    i = i + 1
  end
  out[#out + 1] = debug.getinfo(2, "l").currentline
  return table.concat(out, " ")
end, 1, 2))
