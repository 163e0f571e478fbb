-- Shows os.date with UTC formats of every directive and fixed times.
local t = 1709210096
for _, f in ipairs {"%Y-%m-%d %H:%M:%S", "%a %A %b %B", "%d %j %U %w %W %y", "%I %p %M", "%c", "%x %X", "%D %e %F %g %G %h", "%n%t|%R %r %T %u %V", "%%", "%C", "%Ex %Oy", "plain text", "", "%S%S"} do
  print(os.date("!" .. f, t))
end
print(os.date("!%Y", 0), os.date("!%c", 0), os.date("!%d/%m/%y", -86400), os.date("!%H", 3600.0))
print(pcall(os.date, "%Ez"))
print(pcall(os.date, "%"))
print(pcall(os.date, "%Q"))
print(pcall(os.date, "%5"))
print(pcall(os.date, "!%E", 0))
print(pcall(os.date, {}))
print(pcall(os.date, "!%c", "x"))
print(pcall(os.date, "!%c", 1.5))
print(pcall(os.date, "!%Y", 2^60))
print(#os.date("!%c", t), os.date("!%H:%M", "7200"))
