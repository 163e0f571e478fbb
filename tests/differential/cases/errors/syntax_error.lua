-- The only file of a program does not compile.
print("never")
local text = "x
