-- Shows %q for every kind of value, and that load reads it back.
local values = {0, -1, 1.5, -0.0, 1e100, math.maxinteger, math.mininteger, math.huge, -math.huge, 2^53, 0.1, true,
  false,
  "plain", "quote\"s", "back\\slash", "line\nbreak", "\r\0\1\127\0019", "tab\t", "\200\255", "é", "\0001", "a\0b"}
for _, value in ipairs(values) do
  local text = string.format("%q", value)
  print(text, load("return " .. text)() == value)
end
print(string.format("%q", nil), string.format("%q", 0 / 0))
print(pcall(string.format, "%q", {}), pcall(string.format, "%q", print), pcall(string.format, "%5q", 1),
  pcall(string.format, "%q"))
