-- Shows appending from several handles and reading while writing with flush.
local name = "data.tmp"
for i = 1, 3 do local f = io.open(name, "a") f:write("entry ", i, "\n") f:close() end
local w, r = io.open(name, "a"), io.open(name, "r")
w:write("late\n")
w:flush()
print(select(2, r:read("a"):gsub("\n", "")))
w:write("later\n")
w:flush()
print(r:read("l"), r:read("l"))
w:close()
r:close()
local n = 0
for l in io.lines(name) do n = n + 1 end
print(n)
os.remove(name)
