-- The table that holds the methods of files may be changed by whoever has a file.
local methods = getmetatable(io.stdout).__index
local write = methods.write
function methods:say(...)
  return write(self, "<", table.concat({ ... }, ","), ">\n")
end
function methods.write(file, ...)
  write(file, "* ")
  return write(file, ...)
end
io.stdout:say(1, "two", 3.0)
io.stdout:write("replaced\n")
function methods.read()
  return { "a table" }
end
local name = os.tmpname()
local file = io.open(name)
print(type(file:read("a")), file:read()[1])
file:close()
os.remove(name)
