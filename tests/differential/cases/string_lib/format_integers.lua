-- Shows %d %i %u? %x %X %o %c with flags, widths and precision.
print(("%d|%5d|%-5d|%05d|%+d|% d|%.3d|%5.3d|%-+5d|"):format(42, 42, 42, 42, 42, 42, 42, 42, 42))
print(("%d %d %d"):format(-5, math.maxinteger, math.mininteger))
print(("%x %X %#x %#X %08x %x"):format(255, 255, 255, 255, 255, -1))
print(("%o %#o %i %5i"):format(8, 8, 3, -3))
print(("%c%c%c|%5c|%-3c|"):format(76, 117, 97, 65, 66))
print(("%d %d"):format(3.0, "10"))
print(("%d"):format("0x10"))
print(("%+d %+d % d"):format(0, -0, -1), ("%.0d|%.0d|%5.0d|"):format(0, 1, 0), ("%x %#x %#o"):format(0, 0, 0), ("%20d|%-20d|%020d"):format(123, 123, -123), ("%.10x %+.4d %.20d"):format(255, 42, 7))
for _, f in ipairs {"%d", "%x", "%c", "%o", "%i", "%X"} do
  print(f, pcall(string.format, f, 1.5))
  print(f, pcall(string.format, f, "x"))
  print(f, pcall(string.format, f))
  print(f, pcall(string.format, f, 2^63))
end
print(("%c"):format(0) == "\0", #("%c%c"):format(0, 0), ("%c"):format(256 + 65))
print(pcall(string.format, "%u", 3))
print(pcall(string.format, "%#d", 3))
print(pcall(string.format, "%-#5x|", 255))
