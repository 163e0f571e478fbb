-- Shows os.exit with a number after output was written.
io.write("no newline")
print(pcall(print, "x"))
kept = setmetatable({}, {__gc = function() print "not run" end})
os.exit(7)
print "never"
