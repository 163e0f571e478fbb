-- Shows globals created in functions and blocks being visible everywhere.
local function define()
  newglobal = {count = 0}; function newglobal.inc() newglobal.count = newglobal.count + 1 return newglobal.count end
end
print(newglobal)
define()
print(newglobal.inc(), newglobal.inc(), newglobal.count)
do a1, a2 = 1, 2 end
print(a1, a2)
for i = 1, 2 do acc = (acc or "") .. i end
print(acc)
if not lazy then lazy = "set" end
print(lazy)
