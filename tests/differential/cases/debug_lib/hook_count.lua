-- Shows count hooks firing, and stopping a loop that never ends by an error.
local n = 0
debug.sethook(function(event, line) n = n + 1 assert(event == "count" and line == nil) end, "", 100)
for i = 1, 10000 do end
debug.sethook()
print(n > 10)
print(pcall(function() debug.sethook(function() error("time is up", 0) end, "", 1000) while true do end end))
debug.sethook()
print("still running", debug.gethook())
