-- Shows dofile and loadfile without a name reading the standard input.
local f = loadfile()
print(f and f(5))
print(pcall(dofile))
