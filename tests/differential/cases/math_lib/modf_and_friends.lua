-- Shows math.modf, math.fmod, math.abs, math.ult and math.log with bases, at the limits.
for _, x in ipairs{3.7, -3.7, 5, -5, 0.0, -0.0, math.huge, -math.huge, 1e15 + 0.5, 2^53} do print(math.modf(x)) end
local whole, fraction = math.modf(0 / 0)
print(whole ~= whole, fraction ~= fraction)
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(7.5, 2), math.fmod(-6, 2),
  math.fmod(1, math.huge))
print(pcall(math.fmod, 1, 0))
print(math.fmod(1, 0.0) ~= math.fmod(1, 0.0), math.fmod(math.mininteger, -1), math.fmod(math.mininteger, 1))
print(math.abs(math.mininteger), math.abs(-0.0), math.abs(-5), math.abs("-3"))
print(math.ult(1, -1), math.ult(-1, 1), math.ult(-2, -1), pcall(math.ult, 1.5, 2))
print(math.log(8, 2), math.log(1000, 10), math.log(0), math.log(27, 3), math.log(2, 4), math.log(-1) ~= math.log(-1))
print(math.exp(0), math.sqrt(16), math.sqrt(2), math.pi, math.huge, -math.huge)
print(math.max(1, 2.0), math.max(2, 2.0), math.max(2.0, 2), math.min(1), pcall(math.max))
print(math.deg(math.pi), math.rad(180), math.atan(1, -1), math.atan(-0.0, -1), math.atan(1))
