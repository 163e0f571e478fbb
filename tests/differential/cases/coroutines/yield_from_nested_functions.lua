-- Shows yield passed around as a value and renamed.
local emit = coroutine.yield
local function each(t, f) for i = 1, #t do f(t[i]) end end
for v in coroutine.wrap(function() each({"p", "q"}, emit) each({1, 2}, function(x) emit(x * 2) end) end) do
  io.write(tostring(v), " ")
end
print()
local t = {y = coroutine.yield, go = function(self, v) return self.y(v) end}
local co = coroutine.wrap(function() return "r:" .. t:go("m") end)
print(co(), co("back"))
for k, v in coroutine.wrap(function() for k, v in pairs {10} do emit(k, v) end end) do print(k, v) end
