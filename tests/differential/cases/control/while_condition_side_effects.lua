-- Shows conditions with calls, evaluated before each round.
local n, log = 0, {}
local function more() n = n + 1; log[#log + 1] = n; return n < 4 end
while more() do if n == 2 then goto c end log[#log + 1] = "b" ::c:: end
print(table.concat(log, " "))
local i = 0
repeat i = i + 1; local stop = i * i > 10 until stop or i > 100
print(i)
local a, b = 10, 0
while a > b and not (a - b < 3) do a, b = a - 1, b + 1 end
print(a, b)
