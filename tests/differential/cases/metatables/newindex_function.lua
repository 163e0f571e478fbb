-- Shows __newindex with functions: only for absent keys.
local log = {}
local t = setmetatable({a = 1}, {__newindex = function(self, k, v) log[#log + 1] = tostring(k) .. "=" .. tostring(v) rawset(self, k, v) end})
t.a = 2
t.b = 3
t.b = 4
t[1] = "x"
t[1] = nil
t[1] = "y"
t.c = nil
print(table.concat(log, " "), t.a, t.b, t[1], t.c)
local ro = setmetatable({}, {__newindex = function(_, k) error("read-only: " .. tostring(k), 2) end})
print(pcall(function() ro.x = 1 end))
print(rawget(ro, "x"))
