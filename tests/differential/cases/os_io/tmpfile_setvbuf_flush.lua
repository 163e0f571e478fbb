-- Shows io.tmpfile, setvbuf and flush.
local f = io.tmpfile()
print(io.type(f), f:write("temp ", 42) == f, f:flush() == f, f:seek("set"), f:read("a"))
print(f:setvbuf("no"), f:setvbuf("full"), f:setvbuf("line", 1024))
print(pcall(f.setvbuf, f, "bad"))
print(pcall(f.setvbuf, f))
print(f:close())
print(io.flush() == io.stdout or io.flush(), io.stdout:flush() == io.stdout, io.stdout:setvbuf("full"))
print(pcall(io.flush, 1))
