-- Shows an uncaught error inside a loaded chunk.
local f = load("local a = 1\nlocal b = 2\nerror('in chunk ' .. a + b)", "@chunk.lua")
print(pcall(f))
local g = load("local function x() error('in string') end\nx()")
g()
