-- Shows getinfo at call levels with names and current lines.
local function level(n)
  local i = debug.getinfo(n, "nSl")
  return i and (tostring(i.name) .. "/" .. i.namewhat .. "/" .. i.what .. "/" .. i.currentline)
end
local function a() print(level(1)) print(level(2)) print(level(3)) print(level(4)) return 1 end
local function b()
  local r = a()
  return r
end
b()
print(debug.getinfo(50), level(1))
local t = {} function t.method() print(level(2)) end t.method() t.x = function(self) print(level(2)) end t:x()
function globalf() local r = level(2) return r end print(globalf())
print(pcall(debug.getinfo))
print(pcall(debug.getinfo, "x"))
print(pcall(debug.getinfo, 1, "X"))
print(pcall(debug.getinfo, 1, ">"))
print(debug.getinfo(-1), pcall(debug.getinfo, 1.5))
print(pcall(debug.getinfo, 1, {}))
print(debug.getinfo(0, "n").name, debug.getinfo(0, "S").what)
