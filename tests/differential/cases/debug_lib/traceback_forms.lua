-- Shows debug.traceback with messages, levels and values that are not strings.
local function f()
  print(debug.traceback("msg"))
  print(debug.traceback("msg", 1))
  print(debug.traceback("msg", 2))
  print(debug.traceback("msg", 3))
  print(debug.traceback())
  print(debug.traceback(nil))
  print(debug.traceback(12))
  print(debug.traceback(nil, 2))
  local t = {}
  print(debug.traceback(t) == t, debug.traceback(true), debug.traceback(print) == print)
  return 1
end
local function g()
  local x = f()
  return x
end
g()
print(debug.traceback("far", 50)) print(pcall(debug.traceback, "x", "y")) print(debug.traceback("", 0))
