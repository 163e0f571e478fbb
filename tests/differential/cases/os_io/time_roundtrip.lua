-- Shows os.time and os.date as inverses over years, and day-of-week arithmetic.
for _, y in ipairs {1970, 1999, 2000, 2023, 2024, 2038, 2100} do
  local t = os.time {year = y, month = 3, day = 1, hour = 12}
  local d = os.date("*t", t)
  io.write(d.year, "-", d.month, "-", d.day, " ", d.hour, " w", d.wday, " y", d.yday, "; ")
end
print()
local t = os.time {year = 2024, month = 1, day = 31, hour = 12}
local d = os.date("*t", t)
d.month = d.month + 1
print(os.date("%Y-%m-%d", os.time(d)))
d = os.date("*t", t)
d.day = d.day + 30
print(os.date("%Y-%m-%d", os.time(d)))
d.sec = d.sec + 86400
print(os.date("%Y-%m-%d", os.time(d)))
print(os.time(os.date("*t", t)) == t, os.date("%H", t), os.date("!%s" == "x" and "" or "!%Y", t))
