-- Shows ... in the main chunk, given by arguments.
local a, b, c = ...
print(select("#", ...), a, b, c)
print(arg[0], arg[1], arg[2], arg[3], #arg)
local t = {...}
print(#t, t[#t])
