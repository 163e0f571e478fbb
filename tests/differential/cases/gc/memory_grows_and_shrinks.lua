-- Shows count growing with live data and falling after it is dropped.
collectgarbage()
local before = collectgarbage("count")
local keep = {}
for i = 1, 20000 do keep[i] = {i, tostring(i)} end
local during = collectgarbage("count")
keep = nil
collectgarbage()
collectgarbage()
local after = collectgarbage("count")
print(during > before, after < during)
