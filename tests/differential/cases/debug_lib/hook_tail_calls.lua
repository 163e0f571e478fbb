-- Shows tail call events in hooks.
local log = {}
local function last() return 5 end
local function tail() return last() end
debug.sethook(function(event) local i = debug.getinfo(2, "S") if i.what == "Lua" then log[#log + 1] = event .. i.linedefined end end, "cr")
local r = tail()
debug.sethook()
print(table.concat(log, " "), r)
