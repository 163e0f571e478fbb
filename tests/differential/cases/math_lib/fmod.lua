-- Shows fmod with integers, floats, signs and zero.
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(-7, -3), math.fmod(7.5, 2), math.fmod(-7.5, 2), math.fmod(7, 2.5), math.fmod(1e300, 7))
print(math.type(math.fmod(7, 3)), math.type(math.fmod(7.0, 3)), math.fmod(math.mininteger, -1), math.fmod(math.mininteger, 3), math.fmod(5, math.huge), math.fmod(-6, 2), math.fmod(-6.0, 2))
print(pcall(math.fmod, 1, 0))
print(pcall(math.fmod, 1))
print((tostring(math.fmod(1, 0.0)):gsub("-", "")), (tostring(math.fmod(math.huge, 1)):gsub("-", "")))
print(math.fmod("7", 3), math.fmod(7, "2.5"))
