-- Shows yields inside metamethods of every kind.
local y = coroutine.yield
local mt = {__index = function(t, k) return y("index " .. k) end, __newindex = function(t, k, v) y("newindex " .. k) end, __add = function() return y "add" end,
  __call = function(self, x)
    return y("call " .. x)
  end, __eq = function()
    return y "eq"
  end, __lt = function()
    return y "lt"
  end, __le = function()
    return y "le"
  end,
  __concat = function()
    return y "concat"
  end, __len = function()
    return y "len"
  end, __unm = function()
    return y "unm"
  end, __close = function()
    y "close"
  end,
  __band = function() return y "band" end, __idiv = function() return y "idiv" end}
local a, b = setmetatable({}, mt), setmetatable({}, mt)
local co = coroutine.wrap(function()
  print("=", a.field) a.x = 1
  print("=", a + 1) print("=", a(5)) print("=", a == b) print("=", a < b) print("=", a <= b, a > b)
  print("=", a .. "s", "y" .. a) print("=", #a) print("=", -a) print("=", a & 1, 2 // a)
  do local c <close> = a end
  if a == b then print "eq true" else print "eq false" end
  if a < b then print "lt true" end
  while a ~= b do print "loop" break end
  return "done"
end)
local n = 0
repeat n = n + 1; local r = co(n % 2 == 0 and n or false); print(n, r) until r == "done"
