-- Shows that / and ^ always give floats and never raise.
print(7 / 2, 6 / 2, -7 / 2, 1 / 3, 0 / 5)
print(1 / 0, -1 / 0, 1 / 0.0, 1 / -0.0)
print(0 / 0 ~= 0 / 0, 2^10, 2^0.5, 2^-1, (-8)^2)
print((-8)^(1/3) ~= (-8)^(1/3), 0^0, 0.0^0, 1e308 * 10, -1e308 * 10)
print(10^2, 10^20, 10^-2, math.type(10^2), math.type(4 / 2))
print(0^-1, (-0.0)^-1, 2^1024, 2^-1080, (-2)^3, (-2)^-3)
local inf = 1/0
print(1^inf, inf^0, (-1)^inf, 0.5^inf, 2^-inf, (-inf)^3, (-inf)^2)
