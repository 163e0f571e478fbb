-- Shows constants, closed variables, shadowing and repeated declarations.
local a <const> = 1
local b <const>, c = 2, 3
c = a + b + c
print(a, b, c)
do local a = a + 10 a = a + 1 print(a) end
local a = a * 100
print(a)
for _, text in ipairs{"local x <const> = 1 x = 2", "local x <close> = nil x = 1",
  "local x <const> = 1 function f() x = 2 end", "local x <const> = 1 local function x() end x = 1",
  "local x <const> = 1 for x = 1, 2 do x = 3 end", "local x <const> = 1 x.y = 2",
  "local x <const>, y = 1, 2 y, x = x, y", "local <const> x = 1", "local x < const > = 1", "local x <foo> = 1",
  "local x <const> y = 1", "local function f <const> () end", "for x <const> = 1, 2 do end",
  "local x <close>, y <const> = nil, 1", "local x <close>, y <close> = nil",
  "local x <const> = 1 goto x ::x:: x = 1", "function f(x <const>) end",
  "local x <const> = 1 return function() return function() x = 1 end end"} do
  print(text, (select(2, load(text, "=t"))))
end
local k <const> = {n = 1}
k.n = k.n + 1
print(k.n)
local s <const> = "const"
local n <const> = nil
local t <const> = true
local fl <const> = 1.5
print(s, n, t, fl, (function() return s, n, t, fl end)())
local x = 1
local x = x + 1
local x = x + 1
print(x)
local function x() return "function " .. type(x) end
print(x())
local y = y
print(y)
local z = (function() return z end)()
print(z)
for i = 1, 2 do local i = i * 10 io.write(i, " ") end
for i, i in ipairs{"v"} do io.write(tostring(i), " ") end
print()
local function params(a, a) return a end
print(params(1, 2))
local p, p = 1, 2
print(p)
do local _ENV = {print = print} local print = print print(x ~= nil, y) end
local function outer()
  local v = 1
  local function inner() v = v + 1 local v = 100 v = v + 1 return v end
  return inner(), v
end
print(outer())
if true then local c = "inner" c = c .. "!" end
print(c)
while true do local c = 5 break end
repeat local c = c + 1 until c > 0
print(c)
