-- Shows sin, cos, tan, asin, acos, atan with two arguments, deg, rad.
for _, v in ipairs {0, 1, -1, math.pi, math.pi / 2, math.pi / 6, 100} do
  print(("%.12f %.12f %.6g"):format(math.sin(v), math.cos(v), math.tan(v / 3)))
end
print(math.asin(1), math.acos(1), math.acos(-1), math.asin(0.5), math.atan(1), math.atan(1, 1), math.atan(-1, -1), math.atan(1, 0), math.atan(0, -1), math.atan(-0.0, -1), math.atan(0), math.atan(1/0))
print((tostring(math.asin(2)):gsub("-", "")), math.deg(math.pi), math.rad(180), math.deg(1), math.rad(1), math.sin(0), math.cos(0), math.tan(0))
print(pcall(math.sin))
print(pcall(function() return math.atan(1, "x") end))
print(pcall(math.deg, {}))
print((tostring(math.sin(1/0)):gsub("-", "")))
