-- Shows call and return hooks with function names.
local log = {}
local function inner() return 1 end
local function outer() local x = inner() return x end
debug.sethook(function(event) local i = debug.getinfo(2, "nS") if i.what ~= "C" then log[#log + 1] = event .. ":" .. tostring(i.name) end end, "cr")
outer()
debug.sethook()
print(table.concat(log, " "))
