-- Shows functions, coroutines and closures as weak values.
local w = setmetatable({}, {__mode = "v"})
local function keepf() return w end
w.kept = keepf
do local up = {} w.closure = function() return up end w.co = coroutine.create(function() return up end) end
w.lib = print
w.num = 12.5
w.bool = true
w.str = "x" .. 1
collectgarbage()
collectgarbage()
print(w.kept == keepf, w.closure, w.co, w.lib == print, w.num, w.bool, w.str)
