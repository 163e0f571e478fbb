-- Shows file methods taken as functions, and an object that wraps a file.
local name = "data.tmp"
local write, read = io.stdout.write, io.stdout.read
local Log = {}
Log.__index = Log function Log.open(n) return setmetatable({f = assert(io.open(n, "w")), n = 0}, Log) end
function Log:line(...) self.n = self.n + 1 self.f:write(self.n, ": ", ...) self.f:write("\n") return self end
function Log:close() self.f:close() end
local l = Log.open(name)
l:line("a", 1):line("b", 2.5):line()
l:close()
io.write(io.open(name):read("a"))
print(write(io.stdout, "direct ") == io.stdout)
local f = io.open(name)
print(read(f, "l"))
f:close()
print(io.stdout.write == getmetatable(io.stdout).__index.write)
os.remove(name)
