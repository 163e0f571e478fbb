-- Shows math.tointeger, math.type, math.floor and math.ceil at the limits and with arguments that are no numbers.
for _, value in ipairs{1, 1.0, 1.5, -0.0, 2^53, 2^63, -2^63, 2^62, 1e308, math.huge, -math.huge, "8", "8.0", "x",
  true, {}} do
  print(pcall(math.tointeger, value))
  print(pcall(math.type, value))
  print(pcall(math.floor, value))
  print(pcall(math.ceil, value))
end
print(pcall(math.tointeger))
print(pcall(math.type))
print(math.type(nil), math.tointeger(nil))
print(math.floor(-3.5), math.ceil(-3.5), math.floor(-0.0), 1 / math.ceil(-0.5))
print(math.floor(9007199254740993), math.floor(1e300), math.ceil(-1e300))
print(math.tointeger("0x10"), math.tointeger("1e1"), math.tointeger(3.0))
