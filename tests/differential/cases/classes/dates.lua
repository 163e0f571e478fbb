-- The library reads the fields of a table that it takes for a date.
local Date = {hour = 12}
Date.__index = Date
function Date.new(year, month, day) return setmetatable({year = year, month = month, day = day}, Date) end
function Date:later(days) return Date.new(self.year, self.month, self.day + days) end

local origin = {year = 2001, month = 2, day = 3, show = function() return "day" end}
local first = Date.new(2001, 2, 3)
print(os.time(first:later(2)) - os.time(first), os.time(origin) == os.time(first), origin.show())
print(pcall(os.time, Date.new(2001, 2)))

local late = {year = 2001, month = 14, day = 1.0, show = function() return "late" end}
os.time(late)
print(late.year, late.month, late.day, late.yday, late.isdst, late.show())
