-- Shows errors for invalid directives and missing values.
for _, f in ipairs {"%", "%y", "%5", "%.", "%-", "%ll", "%123d", "%.123d", "%5.5.5d", "%--5d", "%+-+-+-d", "%       d", "%#s", "%0.5s", "% s", "%p", "%P", "%v", "%D", "%1$s", "%*d", "%hd", "%ld", "%n", "%!", "%\0"} do
  print(f, pcall(string.format, f, 1))
end
print(pcall(string.format))
print(pcall(string.format, {}))
print(pcall(string.format, "%d %d", 1))
print(pcall(string.format, "%d", nil))
print(pcall(string.format, "%s %d", "x", "y"))
print(("%p"):format(1), ("%p"):format("s") ~= nil, ("%10p"):format(nil), ("%-10p|"):format(true))
print(("%5%"):len() == 2 or pcall(string.format, "%5%"))
