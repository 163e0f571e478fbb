-- Shows floor, ceil, modf, fmod, tointeger on all kinds of numbers (manual 6.7).
for _, v in ipairs {0, 3, -3, 3.2, -3.2, 3.7, -3.7, 2.5, -2.5, 1e15 + 0.5, 1e100, -1e100, 2^62, 1/0, -1/0} do
  print(v, math.floor(v), math.ceil(v), math.modf(v))
end
print(math.floor(2^53 + 0.0), math.type(math.floor(1e100)), math.type(math.floor(3.0)), math.floor("3.7"), math.ceil("-3.7"), math.floor(math.mininteger), math.ceil(math.maxinteger))
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger("x"), math.tointeger(2^53), math.tointeger(2^63), math.tointeger(-2^63), math.tointeger({}), math.tointeger(1/0), math.tointeger("0x10"))
print(pcall(math.tointeger))
print(pcall(math.floor))
print(pcall(math.floor, {}))
print(pcall(math.ceil, "x"))
print(pcall(math.modf))
print(math.modf(5), math.modf(-5.25), math.modf(3.0))
print((math.floor(-0.0)), 1 / math.ceil(-0.5) < 0)
