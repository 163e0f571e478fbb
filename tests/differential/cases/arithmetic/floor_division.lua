-- Shows // on integers and floats: rounds to minus infinity.
for _, pair in ipairs {{7, 2}, {-7, 2}, {7, -2}, {-7, -2}, {6, 3}, {-6, 3}, {0, 5}, {1, 100}, {-1, 100}} do
  local a, b = pair[1], pair[2]
  print(a // b, a // (b + 0.0), (a + 0.0) // b)
end
print(5.5 // 2, -5.5 // 2, 5.5 // -2, 5 // 0.5, 1e300 // 1e-300)
print(1 // 0.0, -1 // 0.0, 1.0 // 0, -1.0 // 0, 0.0 // 5, -0.0 // 5)
local inf = 1/0
print(5 // inf, -5 // inf, inf // 5 ~= inf // 5, inf // 5)
print(math.mininteger // -1, math.mininteger // 1, math.maxinteger // -1)
