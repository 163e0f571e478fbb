-- Shows that rethrown messages keep or gain positions.
local function thrower() error("original") end
local ok, e = pcall(thrower)
print(e)
print(pcall(error, e))
print(pcall(error, e, 0))
print(pcall(function() error(e) end))
print(pcall(function() error(e, 2) end))
