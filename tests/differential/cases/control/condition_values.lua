-- Shows comparison chains and boolean algebra inside conditions.
local function b(x) return x and "T" or "F" end
for _, x in ipairs {true, false} do
  for _, y in ipairs {true, false} do
    io.write(b(x and y), b(x or y), b(not x and y), b(not (x or y)), b(x ~= y), b(x == not y), b((x or y) and not (x and y)), " ")
  end
end
print()
local a, z = nil, 0
if a == nil and z == 0 then print "both" end
if not a and not (z ~= 0) then print "negated" end
if a or z then print "or" end
if (a and a.field) == nil then print "guarded" end
if z == 0 and "text" then print "text" end
print(a and a.x, z and z + 1, a or z, not a == true)
