-- Shows local variables shadowing outer ones and being used in their own initialisers.
local x = 1
do
  local x = x + 1
  print(x)
  do local x = x * 10; print(x) end
  print(x)
  x = 5
  print(x)
end
print(x)
local x = x + 100
print(x)
local x, y = 2, x
print(x, y)
for x = x, x + 1 do io.write(x, " ") end print(x)
local function f(x) local x = x .. x; return x end
print(f("a"), x)
x = 9
print(x)
local print2, x = print, "last"
print2(x)
