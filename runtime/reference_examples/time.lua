print(time.format(0, "%Y-%m-%d")) --> 1970-01-01
print(time.isLeapYear(2024), time.daysInMonth(2023, 2)) --> true	28
local begin = time.monotonic_ms()
time.sleep(20)
print(time.monotonic_ms() - begin >= 20) --> true
