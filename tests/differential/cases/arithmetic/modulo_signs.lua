-- Shows % with all sign combinations: the result has the sign of the divisor.
for _, a in ipairs {5, -5, 6, -6, 0} do
  for _, b in ipairs {3, -3} do
    print(a, b, a % b, (a + 0.0) % b, a % (b + 0.0), (a + 0.5) % b)
  end
end
print(5.3 % 2, -5.3 % 2, 5.3 % -2, -5.3 % -2)
print(-1e-20 % 1, 1e308 % 3, 1e15 % 7)
local inf = math.huge
print(5 % inf, -5 % inf, 5 % -inf, -5 % -inf, 0.0 % inf)
print(tostring(inf % 5):gsub("-", ""), (tostring(5 % 0.0):gsub("-", "")))
print(math.mininteger % -1, math.mininteger % 2, math.maxinteger % -2, math.mininteger % math.maxinteger)
print(-6.0 % 3, 6.0 % -3, 1/(-6.0 % 3), 1/(6.0 % -3), 1/(-0.0 % 3))
