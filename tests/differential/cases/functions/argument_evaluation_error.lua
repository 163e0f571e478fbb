-- Shows that arguments are evaluated before a call of nil fails.
local log = {}
local function v(x) log[#log + 1] = x; return x end
print(pcall(function() nofunction(v(1), v(2)) end))
print(table.concat(log, ","))
log = {}
print(pcall(function() local o = {} o:nomethod(v("a"), v("b")) end))
print(table.concat(log, ","))
log = {}
print(pcall(function() local o = nil; o.x = v("right") end))
print(table.concat(log, ","))
