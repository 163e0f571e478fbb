-- Shows a == (a // b) * b + a % b for many integers.
local count, bad = 0, 0
for a = -20, 20 do
  for b = -7, 7 do
    if b ~= 0 then
      count = count + 1
      if a ~= (a // b) * b + a % b then bad = bad + 1 end
      if a % b ~= 0 and (a % b < 0) ~= (b < 0) then bad = bad + 1 end
    end
  end
end
print(count, bad)
local big = math.maxinteger
for _, b in ipairs {3, -3, 1000003, big, -big, math.mininteger} do
  print(b, big // b, big % b, math.mininteger // b, math.mininteger % b)
end
