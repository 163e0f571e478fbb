-- Shows extra arguments by negative indices, in functions whose locals are called like the compiler's.
local args = {"outer"}
local function foo(a, ...)
  local arg = args
  print(debug.getlocal(1, -1))
  print(debug.getlocal(1, -3))
  print(debug.setlocal(1, -2, "changed"), ...)
  return (function() return args, arg end)()
end
foo(200, 3, 4)
local function bar(...)
  local args = ...
  print(debug.getlocal(1, -1), debug.getlocal(1, 1))
  return function() return args end
end
bar(1, 2)
