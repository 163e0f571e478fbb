-- Shows os.date with every conversion, with invalid ones, and os.time with fields out of range.
local t = 1700000000
for c in ("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"):gmatch(".") do print(c, os.date("!%" .. c, t)) end
for _, f in ipairs{"%Ec", "%EC", "%Ex", "%EX", "%Ey", "%EY", "%Od", "%Oe", "%OH", "%OI", "%Om", "%OM", "%OS", "%Ou",
  "%OU", "%OV", "%Ow", "%OW", "%Oy", "%E", "%O", "%Ed", "%Oc", "%", "%q", "%5d", "x%", "%-d"} do
  print(f, pcall(os.date, "!" .. f, t))
end
local d = os.date("!*t", t)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
print(pcall(os.date, "*t", "x"))
print(pcall(os.date, "*t", 1.5))
print(pcall(os.date, "!%Y", 1e100))
print(os.date("!%H", 3600.0), os.date("!", 0) == "", os.date("!%d", "86400"))
local function time(t)
  return pcall(function() local s = os.time(t) return os.date("!%Y-%m-%d %H:%M:%S",
    s) == os.date("!%Y-%m-%d %H:%M:%S", s), t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday end)
end
print(time{year = 2024, month = 2, day = 30})
print(time{year = 2024, month = 14, day = -3, hour = 25, min = -61, sec = 3601})
print(time{year = "2024", month = " 5 ", day = 1.0})
print(time{year = 2024, month = 1})
print(time{month = 1, day = 1})
print(time{year = 2024, month = 1.5, day = 1})
print(time{year = 2024, month = "x", day = 1})
print(time{year = 1e100, month = 1, day = 1})
print(time{year = 2^40, month = 1, day = 1})
print(time{year = 2024, month = 1, day = 1, isdst = "yes"})
print(time{year = 2024, month = 1, day = 1, hour = {}})
print(pcall(os.time, 5))
print(os.difftime(10, 4), pcall(os.difftime), pcall(os.difftime, "x", 1), pcall(os.difftime, 5))
print(math.type(os.time()), math.type(os.clock()),
  os.time{year = 2024, month = 1, day = 1, hour = 12} - os.time{year = 2023, month = 12, day = 31, hour = 12})
