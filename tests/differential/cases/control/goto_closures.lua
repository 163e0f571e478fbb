-- Shows that a backward goto makes fresh locals for closures.
local fs = {}
do
  local n = 0
  ::top::
  n = n + 1
  local mine = n * 10
  fs[n] = function() mine = mine + 1; return mine, n end
  if n < 3 then goto top end
end
print(fs[1]()) print(fs[1]()) print(fs[2]()) print(fs[3]())
local gs = {}
for i = 1, 2 do
  local k = 0
  ::again::
  k = k + 1
  local v = i * 100 + k
  gs[#gs + 1] = function() v = v + 0.5; return v end
  if k < 2 then goto again end
end
for i = 1, #gs do io.write(gs[i](), " ", gs[i](), " ") end
print()
