-- Shows 26 nested loops written out, with labels and breaks at different depths.
local n = 0
for a = 1, 1 do for b = 1, 1 do for c = 1, 1 do for d = 1, 1 do for e = 1, 1 do
for f = 1, 1 do for g = 1, 1 do for h = 1, 1 do for i = 1, 1 do for j = 1, 1 do
for k = 1, 1 do for l = 1, 1 do for m = 1, 1 do for o = 1, 1 do for p = 1, 1 do
for q = 1, 1 do for r = 1, 1 do for s = 1, 2 do for t = 1, 2 do for u = 1, 2 do
for v = 1, 2 do for w = 1, 2 do for x = 1, 2 do for y = 1, 2 do for z = 1, 2 do for zz = 1, 2 do
  n = n + 1
  if y == 2 then goto next_w end
  if zz == 2 then break end
end end end end
::next_w::
end end end end end end end end end end end end end end end end end end end end end end
print(n)
