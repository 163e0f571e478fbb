-- Shows files as to-be-closed variables, and closing twice.
local name = "data.tmp"
local keep
do local f <close> = io.open(name, "w") f:write("closed by scope") keep = f end
print(io.type(keep), io.open(name):read("a"))
local ok, e = pcall(function() local f <close> = io.open(name) keep = f error("inside", 0) end)
print(ok, e, io.type(keep))
for l in io.lines(name) do print(l) break end
print(pcall(function() local f <close> = io.open(name) f:close() keep = f end))
print(io.type(keep))
os.remove(name)
