-- Shows os.rename and os.remove with results and errors.
local a, b = "a.tmp", "b.tmp"
local function clean(s) return (tostring(s):gsub("^.*: ", "")) end
local f = io.open(a, "w")
f:write("content")
f:close()
print(os.rename(a, b))
print(io.open(b):read("a"), io.open(a))
print(os.remove(b))
local r, e, c = os.remove(b)
print(r, clean(e), c)
r, e, c = os.rename(a, b)
print(r, clean(e), c)
r, e, c = os.remove("/nonexistent/dir/x")
print(r, e, c)
print(pcall(os.remove))
print(pcall(os.rename, "x"))
print(pcall(os.remove, {}))
