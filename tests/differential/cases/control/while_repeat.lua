-- Shows while and repeat with breaks, conditions of all types and nested loops.
local n = 0
while n do n = n + 1 if n > 4 then break end end
print(n)
repeat n = n - 1 until n == 0 or "truthy"
print(n)
local i = 3
while i > 0 do local j = i; while j > 0 do io.write(i, j, " "); j = j - 2 end i = i - 1 end
print()
repeat local a = 5; a = a - 1; until a < 5
while false do print "never" end
while nil do print "never" end
repeat break until false
repeat io.write("once ") until true
print()
local t = {3, 2, 1}
while t[#t] do io.write(t[#t], " "); t[#t] = nil end
print(#t)
while 0 do print "zero is true" break end
while "" do print "so is the empty string" break end
