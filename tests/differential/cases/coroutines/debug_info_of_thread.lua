-- Shows debug functions on suspended coroutines: getinfo, getlocal, setlocal.
local co = coroutine.create(function(a, b)
  local sum = a + b
  local got = coroutine.yield(sum)
  return sum, got
end)
coroutine.resume(co, 1, 2)
local info = debug.getinfo(co, 1, "Sl")
print(info.short_src, info.currentline, info.what)
print(debug.getinfo(co, 0, "n").name, debug.getinfo(co, 5))
for i = 1, 3 do print(debug.getlocal(co, 1, i)) end
print(debug.setlocal(co, 1, 3, 100))
print(coroutine.resume(co, "g"))
