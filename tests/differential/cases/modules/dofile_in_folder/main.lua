-- Shows dofile and loadfile with relative names, and modules with dots in file names.
print(dofile("part.lua"))
print(dofile("./sub/part.lua"))
print(loadfile("part.lua")("x", "y"))
print(pcall(dofile, "absent.lua"))
print(loadfile("absent.lua"))
print(loadfile("broken.lua"))
local env = {}
print(pcall(assert(loadfile("sets.lua", "t", env)))) print(env.a, env.f())
