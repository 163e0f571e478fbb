-- Shows counting calls by name with a hook.
local counts = {}
local function work(n) if n > 0 then work(n - 1) end end
local function other() work(2) end
debug.sethook(function() local i = debug.getinfo(2, "nS") if i.what == "Lua" and i.name then counts[i.name] = (counts[i.name] or 0) + 1 end end, "c")
work(3)
other()
other()
debug.sethook()
local names = {}
for k, v in pairs(counts) do names[#names + 1] = k .. "=" .. v end
table.sort(names)
print(table.concat(names, " "))
