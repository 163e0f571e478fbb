-- Shows closures with private and shared upvalues.
local function counter()
  local n = 0
  return function() n = n + 1; return n end, function() return n end, function(v) n = v end
end
local inc, get, set = counter()
local inc2, get2 = counter()
inc() inc()
print(get(), get2(), inc2(), get())
set(100)
print(inc(), get(), get2())
local function make(n) return {add = function(k) n = n + k end, value = function() return n end} end
local a, b = make(1), make(10)
a.add(5); b.add(5)
print(a.value(), b.value())
