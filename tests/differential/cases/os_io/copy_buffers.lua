-- Shows copying a file in blocks of several sizes.
local a, b = "a.tmp", "b.tmp"
local f = io.open(a, "wb")
for i = 1, 2000 do f:write(i, ";") end
f:close()
for _, size in ipairs {1, 7, 4096, 1 << 20} do
  local i, o, n = io.open(a, "rb"), io.open(b, "wb"), 0
  while true do local block = i:read(size) if not block then break end o:write(block) n = n + 1 end
  i:close()
  o:close()
  print(size, n, io.open(a):read("a") == io.open(b):read("a"))
end
os.remove(a)
os.remove(b)
