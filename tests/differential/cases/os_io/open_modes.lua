-- Shows all modes of io.open and their errors.
local name = "data.tmp"
local function content() local f = io.open(name, "rb") local s = f:read("a") f:close() return s end
local function with(mode, fn)
  local f, e, c = io.open(name, mode)
  if not f then return nil, (e:gsub(".*: ", "")), c end
  local r = table.pack(fn(f))
  f:close()
  return table.unpack(r, 1, r.n)
end
print(with("w", function(f) return f:write("one") == f end), content())
print(with("a", function(f) return f:write("+two") == f end), content())
print(with("r", function(f) return f:read("a") end))
print(with("r+", function(f) f:write("ONE") return f:read("a") end), content())
print(with("a+", function(f) f:write("!") f:seek("set") return f:read("a") end))
print(with("w+", function(f) f:write("new") f:seek("set") return f:read("a") end))
print(with("wb", function(f) return f:write("\r\n\0") == f end), #content())
print(with("r", function(f) return f:write("x") end) == nil)
print((select(2, with("r", function(f) return f:write("x") end))))
print((select(2, with("w", function(f) return f:read("a") end))))
for _, m in ipairs {"x", "rw", "", "r+b", "b", "rbb", "wx", "+r"} do
  print(m, pcall(io.open, name, m) and "accepted" or select(2, pcall(io.open, name, m)))
end
os.remove(name)
print(with("r", print))
print(with("r+", print))
print(select(2, io.open("/nonexistent/dir/file", "w")))
print(select(3, io.open("/nonexistent/dir/file", "w")))
print(pcall(io.open))
print(pcall(io.open, {}))
