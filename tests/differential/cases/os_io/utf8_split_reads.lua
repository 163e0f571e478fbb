-- Shows reads that cut characters in pieces, joined again.
local name = "data.tmp"
local f = io.open(name, "w")
f:write("日本é\n")
f:close()
f = io.open(name)
local parts = {}
while true do local c = f:read(1) if not c then break end parts[#parts + 1] = c end
print(#parts, table.concat(parts) == "日本é\n", parts[1]:byte(), (parts[1] .. parts[2] .. parts[3]))
f:seek("set", 3)
print(f:read(3))
f:seek("set", 1)
print(f:read("l"):byte(1, 2))
f:close()
f = io.open(name, "w")
for i = 1, #"é" do f:write(("é"):sub(i, i)) end
f:close()
print(io.open(name):read("a"))
os.remove(name)
