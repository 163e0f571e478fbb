-- Shows getlocal with negative indices for varargs, and parameters of inactive functions.
local function va(a, ...)
  print(debug.getlocal(1, 1))
  print(debug.getlocal(1, -1))
  print(debug.getlocal(1, -2))
  print(debug.getlocal(1, -3))
  print(debug.setlocal(1, -1, "new"), ...)
end
va("p", "v1", "v2")
print(debug.getlocal(va, 1), debug.getlocal(va, 2))
print(debug.getlocal(function(x, y, z) local w end, 3), debug.getlocal(function(x) local w end, 2), debug.getlocal(print, 1))
local function caller()
  local secret = "hidden"
  local function spy()
    for i = 1, 5 do local n, v = debug.getlocal(2, i) if n == "secret" then debug.setlocal(2, i, "found " .. v) end end
  end
  spy()
  return secret
end
print(caller())
