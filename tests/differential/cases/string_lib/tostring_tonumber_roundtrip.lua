-- Shows numbers surviving conversion to text and back where the format allows it.
for _, v in ipairs {0, -1, 255, math.maxinteger, math.mininteger, 0.5, 1e15, 1e16, 2^53, 123456.789, 1e-7, 1e300} do
  local s = tostring(v)
  io.write(s, " ", tostring(tonumber(s) == v), " ", math.type(tonumber(s)), "; ")
end
print()
print(tonumber(("%.17g"):format(0.1)) == 0.1, tonumber(("%a"):format(1/3)) == 1/3, tonumber(("%q"):format(1/3)) == 1/3, tonumber("0x1p-2"), ("%d"):format(tonumber "0xff"), tonumber(tostring(1/3)) == 1/3, tostring(1e15), tostring(1e14), tostring(123456789012.0), tostring(-1e15), tostring(1e15 + 0.5))
