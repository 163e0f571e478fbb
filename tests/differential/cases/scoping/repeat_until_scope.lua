-- Shows that the until condition sees locals of the body, closures included.
local i = 0
repeat
  i = i + 1
  local done = i >= 3
  local f = function() return done end
until done and f()
print(i)
local fs = {}
local n = 0
repeat
  local x = n
  n = n + 1
  fs[n] = function() x = x + 1; return x end
until fs[n]() > 2
print(#fs, fs[1](), fs[2](), fs[3]())
local done = true
repeat local done = false; n = n + 1; if n > 8 then done = true end until done
print(n, done)
print(load("repeat if true then goto continue end local x = 1 ::continue:: until x", "=src"))
