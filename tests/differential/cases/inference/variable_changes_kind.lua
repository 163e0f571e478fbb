-- Shows variables that hold values of one kind after another.
local x = 1
x = x + 1 print(x, math.type(x))
x = x / 2 print(x, math.type(x))
x = x .. "" print(x, type(x), #x)
x = {x} print(type(x), #x, x[1])
x = function() return "fn" end print(x())
x = nil print(x)
x = not x print(x)
local n = 0
for i = 1, 3 do if i == 2 then n = n + 0.5 else n = n + 1 end io.write(n, " ") end print(math.type(n))
local s = 5
for _, v in ipairs {1, "2", 3.0} do s = s + v io.write(s, " ", math.type(s), " ") end print()
local acc = ""
for i = 1, 3 do acc = i == 1 and 1 or acc .. i end print(acc, type(acc))
local y = 10
local function change(v) y = v end
print(y + 1) change("5") print(y + 1, y .. "!") change({1}) print(#y)
