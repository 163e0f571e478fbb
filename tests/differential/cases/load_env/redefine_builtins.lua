-- Shows programs that replace library functions and globals.
local real_print, real_type = print, type
function print(...)
  local t = table.pack(...)
  for i = 1, t.n do t[i] = tostring(t[i]) end
  io.write(">> ", table.concat(t, ", "), "\n")
end
print("hello", nil, 5)
tostring = function(v) return "<" .. real_type(v) .. ">" end
print(1, {}, "s")
type = function() return "nothing" end
real_print(type(5), string.format("%s", 5), select("#", 1))
table.concat = function() return "CONCAT" end
print("x")
string.upper = function(s) return "UP:" .. s end
real_print(("abc"):upper())
math = nil
real_print(math, pcall(function() return math.floor(1) end))
assert = function(...) return "assertion skipped", ... end
real_print(assert(false, "m"))
pcall = nil
real_print(pcall)
ipairs = function(t) return function(_, i) if i > 1 then return i - 1, t[i - 1] end end, t, #t + 1 end
for i, v in ipairs {"a", "b", "c"} do io.write(i, v, " ") end io.write "\n"
next = nil
for k, v in pairs {1} do real_print(k, v) end
