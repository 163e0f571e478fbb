-- Shows integer and float arithmetic at the limits, in constants, variables and through metamethod-free strings.
local max, min, one, zero, half = math.maxinteger, math.mininteger, 1, 0, 0.5
print(max + one, min - one, max * 2, min * -1, -min, min // -1, min % -1, max // -1, -max - one == min, max + 1.0,
  min - 1.0, max * max, min * min, min * max)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2,
  7.5 % -2, 5 // 0.0, -5 // 0.0, 0 / 0 ~= 0 / 0, 5 % math.huge, -5 % math.huge, 5 % -math.huge, -5 % -math.huge,
  1e308 * 10, -1e308 * 10)
print(pcall(function() return one // zero end))
print(pcall(function() return one % zero end))
print(one / zero, -one / zero, one // 0.0, one % 0.0 ~= one % 0.0, 0.0 / 1, -0.0 / 1, 0 * -1, 0.0 * -1)
print(1 << 63, 1 << 64, 1 << -1, -1 >> 1, -1 >> 63, -1 >> 64, 1 >> -63, -1 << 1, ~0, ~max == min, max ~ min, 5 & 3.0,
  5 | 2, 2^31 | 0, -1 // 1 | 0, 1 << 62 << 1, max << 1, min >> 1, 3 ~ 5, ~5.0)
print(2^2, 2^-1, 2^0.5, (-8)^(1/3) ~= (-8)^(1/3), 0^0, 2^63, 2^1024, -2^2, (-2)^2, 2^3^2, 10^2, 10^-2, 1^math.huge,
  math.huge^0)
print(1 == 1.0, max == max + 0.0, max < max + 0.0, max + 0.0 == 2^63, min == -2^63, max // 1.0, 2^53 == 2^53 + 1.0,
  9007199254740993 == 9007199254740992.0, 9007199254740993 < 9007199254740992.0,
  9007199254740993 > 9007199254740992.0, max > 9.3e18, min < -9.3e18, 1 < math.huge, 0/0 < 1, 0/0 >= 1, half < one,
  one <= 1.0)
print(3 | 0, pcall(function() return half | 0 end))
print(pcall(function() return 2^64 | 0 end))
print(pcall(function() return math.huge | 0 end))
print(pcall(function() return "abc" + 1 end))
print(pcall(function() return {} + 1 end))
print(pcall(function() return nil .. "x" end))
print(pcall(function() return -{} end))
print(pcall(function() return #nil end))
print(pcall(function() return ~"x" end))
print(pcall(function() local t = {} t.x.y = 1 end))
print(pcall(function() local t = {} return t.x + 1 end))
print(pcall(function() return undefined_global + 1 end))
print(pcall(function() return ("x")() end))
for _, x in ipairs{0, 1, -1, 3.0, -3.5, 1e15, 1e16, 123456.789, 2^53, 2^63, -2^63, 1e-5, 5e-324,
  1.7976931348623157e308, 0.1 + 0.2, 100 / 3} do
  io.write(tostring(x), " ", x .. "", " ", ("%.14g"):format(x), " ", ("%5.1f"):format(x), " ", x // 1, " ", x % 1,
    "\n")
end
local t = {}
t[1.0] = "a"
t[2^53] = "b"
t[-0.0] = "z"
print(t[1], t[2^53 | 0], t[0], next({[3.0] = 1}), math.type(next({[3.0] = 1})), t[1.5])
for i = 3, 1, -1 do t[#t + 1] = i end
print(#t, -0.0 == 0.0, 1/-0.0, 1/(0.0 * -1), tostring(-0.0), 0x7fffffffffffffff + 1, 0xffffffffffffffff, 0x1p-2, 1e2,
  .5e1, 3., 0xA.8p0)
