-- Shows a source file with LFCR line ends.
local s = [[
one
two]]
print(#s, s:byte(4))
print(select(2, pcall(function() error("here") end)))
