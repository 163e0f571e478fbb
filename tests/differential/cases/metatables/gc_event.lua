-- Shows __gc run by collectgarbage, in reverse order of marking.
local log = {}
local function make(n) return setmetatable({n = n}, {__gc = function(o) log[#log + 1] = o.n end}) end
do local a, b, c = make(1), make(2), make(3) end
make(4)
collectgarbage()
collectgarbage()
table.sort(log)
print(table.concat(log, " "))
local keep = make("kept")
collectgarbage()
print(#log, keep.n)
keep = nil
collectgarbage()
print(log[#log])
