-- Shows os.date("!*t") fields and os.time normalising tables.
local d = os.date("!*t", 1709210096)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
d = os.date("!*t", 0)
print(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
local keys = {}
for k in pairs(d) do keys[#keys + 1] = k end
table.sort(keys)
print(table.concat(keys, " "))
local t = {year = 2024, month = 14, day = -3, hour = 25, min = 61, sec = 61}
local v = os.time(t)
print(t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, math.type(v))
t = {year = 2023, month = 2, day = 29}
os.time(t)
print(t.month, t.day, t.hour, t.wday, t.yday, t.isdst)
print(os.time {year = 2024, month = 1, day = 2, hour = 0} - os.time {year = 2024, month = 1, day = 1, hour = 0}, os.time {year = "2024", month = 1.0, day = "1", hour = 12} == os.time {year = 2024, month = 1, day = 1})
print(os.date("!*t", 86400 * 365).yday, os.date("*t").year >= 2024, os.date("!*t", 951782400).yday)
