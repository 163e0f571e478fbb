-- Shows parsing of dates, versions, key-value texts and numbers.
local y, m, d, h, mi, s = ("2024-02-29T12:34:56Z"):match("(%d+)%-(%d+)%-(%d+)T(%d+):(%d+):(%d+)")
print(y + 0, m + 0, d + 0, h, mi, s, math.type(y + 0))
print(("1.2.3-beta+5"):match("^(%d+)%.(%d+)%.(%d+)%-?([%w%.]*)%+?(%w*)$"))
local cfg = {}
for line in ("a = 1\n# comment\nb= two words \n\nc =\n"):gmatch("[^\n]+") do
  local k, v = line:match("^%s*([%w_]+)%s*=%s*(.-)%s*$")
  if k then cfg[#cfg + 1] = k .. "=[" .. v .. "]" end
end
print(table.concat(cfg, " "))
for _, n in ipairs {"42", "-3.5e2", "0x1F", "abc", "1e", ".5", "5."} do
  io.write(tostring(n:match("^[+-]?%d+%.?%d*[eE]?[+-]?%d*$") ~= nil), ":", tostring(tonumber(n)), " ")
end
print()
print(("(1 + (2 * 3)) - 4"):match("%b()"), ("if a then b end"):gsub("%f[%w](%w+)%f[%W]", "<%1>"))
print(("%a"):gsub("%%", "%%%%"), ("x"):rep(3, "%"):gsub("%%", "%%%%"))
