-- Shows thousands separators, rounding, padding, roman numerals and byte sizes.
local function commas(n)
  local s = ("%d"):format(n)
  local k
  repeat s, k = s:gsub("^(-?%d+)(%d%d%d)", "%1,%2") until k == 0
  return s
end
print(commas(1234567), commas(-1000), commas(999), commas(0), commas(math.maxinteger))
local function roman(n)
  local r = ""
  for _, p in ipairs {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} do
    while n >= p[1] do r = r .. p[2]
      n = n - p[1]
    end
  end
  return r
end
print(roman(1994), roman(2024), roman(4), roman(3999))
local function size(n)
  local u = {"B", "KB", "MB", "GB"}
  local i = 1
  while n >= 1024 and i < #u do n = n / 1024 i = i + 1 end
  return ("%.1f %s"):format(n, u[i])
end
print(size(10), size(1536), size(5 * 1024 ^ 2), size(1 << 40))
for i = 1, 3 do print(("%-8s|%8s|%3d%%"):format("r" .. i, ("x"):rep(i), i * 33)) end
