-- Shows that finalizers get no answer from the collector.
local r
setmetatable({}, {__gc = function () r = {collectgarbage(), collectgarbage("count"), collectgarbage("step"), collectgarbage("isrunning"), collectgarbage("stop"), collectgarbage("incremental"), pcall(collectgarbage, "bad"), n=select("#", collectgarbage())} end})
collectgarbage()
for i = 1, 9 do print(i, r[i]) end
setmetatable({}, {__gc = function () print("at exit", collectgarbage("count"), collectgarbage("isrunning")) end})
