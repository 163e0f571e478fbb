-- Shows exact comparisons between integers and floats at the edges.
local max, min = math.maxinteger, math.mininteger
print(1 == 1.0, 1 < 1.5, 1 <= 1.0, -1 > -1.5, 2^53 == 2^53 + 1)
print(max < max + 0.0, max <= max + 0.0, max == max + 0.0, max + 0.0 > max, max + 0.0 >= max)
print(min == min + 0.0, min <= min + 0.0, min < min + 0.0, min + 0.0 <= min)
print(2^53 | 0, (1 << 53) + 1 == 2^53, (1 << 53) + 1 > 2^53, (1 << 53) + 1 <= 2^53 + 1)
local inf, nan = 1/0, 0/0
print(max < inf, min > -inf, inf == inf, -inf < inf, max == inf)
print(nan == nan, nan ~= nan, nan < 1, nan > 1, nan <= nan, 1 < nan, 1 >= nan, max < nan, max > nan)
print(0 == -0.0, 0.0 == -0, 1e308 < max, 9007199254740993 < 9007199254740992.0, 9007199254740993 == 9007199254740992.0)
