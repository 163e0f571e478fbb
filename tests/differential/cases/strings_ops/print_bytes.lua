-- Shows that invalid UTF-8 reaches stdout as it is.
io.write("\xff\xfe\x80", "|", "\xc3", "|", "\xed\xa0\x80", "|", "\xf4\x90\x80\x80", "\n")
print("\xc3" .. "\xa9", "\xe2\x82", "\xac")
io.write("\xe2\x82"); io.write("\xac\n")
print(("€"):byte(1, -1))
for i = 1, 3 do io.write(("€"):sub(i, i)) end
print()
