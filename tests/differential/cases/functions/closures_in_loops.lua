-- Shows a fresh variable for each iteration in every kind of loop.
local fs = {}
for i = 1, 3 do fs[#fs + 1] = function() i = i + 10; return i end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
fs = {}
for k, v in pairs({"a", "b"}) do fs[k] = function() return k, v end end
print(fs[1]())
print(fs[2]())
fs = {}
local j = 0
while j < 3 do
  j = j + 1
  local x = j
  fs[j] = function() x = x * 2; return x, j end
end
print(fs[1](), fs[2](), fs[3](), fs[1]())
fs = {}
local n = 0
repeat
  local y = n
  fs[#fs + 1] = function() return y end
  n = n + 1
until y >= 2
print(fs[1](), fs[2](), fs[3]())
fs = {}
for i = 1, 2 do
  local shared = i * 100
  fs[#fs + 1] = function() shared = shared + 1; return shared end
  fs[#fs + 1] = function() return shared end
end
print(fs[1](), fs[2](), fs[3](), fs[4](), fs[1](), fs[2]())
