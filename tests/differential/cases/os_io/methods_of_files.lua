-- What methods of files give, by their formats, and when they fail.
local name = os.tmpname()

local function kind(value)
  return math.type(value) or type(value)
end

local out = assert(io.open(name, "w"))
print(io.type(out), out:write("first line\n", 12, " ", 1.5, "\n0x10 rest\nlast") == out)
print(out:seek("cur"), out:seek("set", 2), out:seek("end"))
print(out:setvbuf("full", 1024), out:flush() == out)
print(out:close(), io.type(out))

local file = io.open(name)
print(kind(file:read()), kind(file:read("n")), kind(file:read("n")), kind(file:read("l")))
print(kind(file:read("n")), file:read(0), file:read("*l"), file:read("L"), file:read("a"), file:read("l"))
file:close()

for line in io.lines(name) do
  io.write("[", line:upper(), "]", #line, " ")
end
print()

for first, rest in io.open(name):lines("n", "l") do
  print(kind(first), first, rest)
end

local longest = 0
for line in io.open(name):lines() do
  if #line > longest then longest = #line end
end
print(longest)

local missing, message, code = io.open(name .. "/nothing")
print(missing, message:find(name, 1, true), kind(code))
print(pcall(function() return io.open(name .. "/nothing"):read() end))
print(select("#", io.open(name):close()))
print(pcall(file.read, file))
print(pcall(function() return file.nothing, file[1] end))
print(pcall(function() return file:nothing() end))
print(pcall(function() file.mine = 1 end))

local streams = { out = io.stdout, err = io.stderr }
for _, key in ipairs({ "out" }) do
  streams[key]:write("through a table\n")
end

local content = io.open(name):read("a")
local at, to, word = content:find("(%a+) line")
print(at + 1, to * 2, word .. "!", content:find("no such text"))
os.remove(name)
print((io.open(name)))
