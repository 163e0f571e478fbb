-- Shows all 256 bytes, NULs and line ends going through files unchanged.
local name = "data.tmp"
local t = {}
for i = 0, 255 do t[#t + 1] = string.char(i) end
local all = table.concat(t) .. "\r\n\r\0\n"
local f = io.open(name, "wb")
f:write(all)
f:close()
f = io.open(name, "rb")
local back = f:read("a")
print(#back, back == all)
f:seek("set")
print(#f:read(200), #f:read(200), f:read(1))
f:seek("set")
local n = 0
for l in f:lines("L") do n = n + 1 end
print(n, f:seek("cur"))
f:close()
f = io.open(name, "wb")
f:write("a\0b\nc\0\n")
f:close()
for l in io.lines(name) do io.write(#l, " ") end
print()
f = io.open(name, "rb")
print(#f:read("l"), #f:read("L"), f:read("l"))
f:close()
os.remove(name)
