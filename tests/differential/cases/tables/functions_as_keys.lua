-- Shows functions, tables, threads and booleans as keys.
local f, g, co, t = function() end, print, coroutine.create(print), {}
local map = {[f] = "f", [g] = "g", [co] = "co", [t] = "t", [io.stdout] = "file"}
print(map[f], map[g], map[print], map[co], map[t], map[{}], map[function() end], map[io.stdout])
map[t] = nil
print(map[t])
local n = 0
for k in pairs(map) do n = n + 1 end
print(n)
