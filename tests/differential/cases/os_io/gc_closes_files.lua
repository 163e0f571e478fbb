-- Shows files closed by the collector, with their data flushed.
local name = "data.tmp"
do local f = io.open(name, "w") f:write("flushed by gc") f = nil end
collectgarbage()
collectgarbage()
print(io.open(name):read("a"))
io.output(name)
io.write("default output")
io.output(io.stdout)
collectgarbage()
collectgarbage()
print(io.open(name):read("a"))
os.remove(name)
