-- Shows the arg table with script name and arguments.
print(arg[0], arg[1], arg[2], arg[3], #arg, ...)
print(type(arg), arg[4])
arg = nil
print(arg, ...)
print(select("#", ...))
