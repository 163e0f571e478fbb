-- Shows infinities, NaN and negative zero through the library.
local inf, nan = math.huge, 0/0
local function s(v) return v ~= v and "nan" or tostring(v) end
print(s(inf - inf), s(inf * 0), s(0 / 0), s(inf / inf), s(inf % 2), s(5 % inf), s(-5 % inf), s(inf // 1), s(1 // inf), s(-1 // inf), s(nan + 1))
print(s(math.max(inf, 1)), s(math.min(-inf, 1)), s(math.abs(-inf)), s(math.sqrt(inf)), s(math.floor(0.0)), s(-0.0 + 0), s(0 * -1.0), s(-0.0 * -1), s(math.fmod(-0.0, 1)))
print(inf == inf, -inf < inf, nan == nan, nan ~= nan, not (nan < nan), inf > math.maxinteger, s(math.modf(inf)), s(math.modf(-inf)), s(math.modf(nan)))
print(tostring(inf), tostring(-inf), inf .. "", ("%d"):format(3.0), pcall(string.format, "%d", inf))
local t = {}
t[inf] = 1
t[-inf] = 2
print(t[inf], t[-inf], pcall(function() t[nan] = 1 end), t[nan])
