-- Shows flags, widths and precisions of string.format, and what it refuses.
local function try(...) print(pcall(string.format, ...)) end
for _, f in ipairs{"%5d", "%-5d|", "%05d", "%+d", "% d", "%5.3d", "%-+6d|", "%.0d", "%i"} do
  try(f, 42)
  try(f, -7)
  try(f, 0)
end
for _, f in ipairs{"%x", "%X", "%#x", "%#X", "%o", "%#o", "%08x", "%-8x|", "%.5x"} do
  try(f, 255)
  try(f, -1)
  try(f, 0)
end
for _, f in ipairs{"%f", "%.0f", "%#.0f", "%10.3f", "%-10.2f|", "%+f", "% f", "%010.2f", "%e", "%.2E", "%g", "%#g",
  "%G", "%.3g", "%.20g"} do
  try(f, 3.14159) try(f, -0.0) try(f, 1e100) try(f, math.huge) try(f, 100)
end
for _, f in ipairs{"%s", "%10s", "%-10s|", "%.2s", "%5.1s", "%.0s", "%q", "%c", "%%", "%5%"} do
  try(f, "abc")
  try(f, 65)
end
try("%d", 3.0)
try("%d", 3.5)
try("%d", "10")
try("%d", "x")
try("%x", 2^53)
try("%d", 2^63)
try("%s")
try("%d")
try("%", 1)
try("%y", 1)
try("%100d", 1)
try("%99d", 1)
try("%.100f", 1)
try("%.99f", 1)
try("%0100d", 1)
try("%#q", 1)
try("%10q", "x")
try("%-#+ 05d|", 3)
try("%-----5d|", 3)
try("%ld", 1)
try("%5", 1)
try("%.", 1)
try("%s %s", 1)
try("%s", nil)
try("%s", true)
try("%.3s", true)
try("%c%c%c", 76, 0, 97)
try("%i %u", 1, 2)
try("%a", 1)
try("%A", 0.5)
try("%.3a", 1 / 3)
try("%10.1a|", 2)
try("%p", 1)
try("%-5p|", nil)
try("%s%%%s", 1, 2)
