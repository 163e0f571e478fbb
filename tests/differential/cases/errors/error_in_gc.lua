-- Shows that errors in finalizers do not stop the program.
local n = 0
for i = 1, 3 do setmetatable({}, {__gc = function() n = n + 1; error("gc error " .. i) end}) end
print(pcall(collectgarbage))
collectgarbage()
print(n)
