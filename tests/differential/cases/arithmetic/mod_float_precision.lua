-- Shows float modulo and floor division agreeing within rounding.
for _, pair in ipairs {{5.5, 2.25}, {-5.5, 2.25}, {5.5, -2.25}, {1e10, 0.1}, {1, 0.1}, {-1, 0.1}, {123.456, 7.89}, {0.3, 0.1}, {1e-5, 1e5}, {-1e-5, 1e5}} do
  local a, b = pair[1], pair[2]
  print(string.format("%.17g %.17g %.17g", a, a // b, a % b))
end
