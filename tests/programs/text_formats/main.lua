local ini = require "formats.ini"
local csv = require "formats.csv"
local toml = require "formats.toml"

local function text_lines(text)
  if text:sub(-1) ~= "\n" then text = text .. "\n" end
  return text:gmatch("(.-)\n")
end

local function show(value)
  if type(value) == "string" then return (("%q"):format(value):gsub("\\\n", "\\n")) end
  if type(value) ~= "table" or getmetatable(value) == toml.Date then
    return value ~= value and "nan" or tostring(value)
  end
  local keys, out = {}, {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == "number"
  end)
  for i, key in ipairs(keys) do out[i] = (math.type(key) and "" or key .. "=") .. show(value[key]) end
  return "{" .. table.concat(out, " ") .. "}"
end

-- INI ------------------------------------------------------------------------------------------------
print("== ini")
local file = assert(io.open("settings.ini", "w"))
file:write([[
; global settings
name = demo
debug: yes
ratio = 2.50   ; per cent
[paths]
root = /srv/${name}
logs = ${root}/logs # comment
long = one \
       two \
       three
quoted = "  spaces ; kept "
[server]
port=0x1F90
url = http://${host}:${port}/${paths:logs}
host = localhost
loop = ${self}
self = ${loop}
missing = ${nothing} stays
[paths]
root = again
not a pair
[]
]])
print(file:seek("cur"), file:seek("set", 2), file:seek("end"))
file:close()
print(tostring(file), io.type(file), io.type(42), pcall(file.write, file, "x"))
local document = ini.read(io.lines("settings.ini"), "settings.ini")
for _, problem in ipairs(document.problems) do print(problem) end
for _, section in ipairs(document.order) do
  local keys = {}
  for key in pairs(document.sections[section]) do keys[#keys + 1] = key end
  table.sort(keys)
  for _, key in ipairs(keys) do
    local ok, value = pcall(document.get, document, section, key)
    print(("  [%s] %-8s"):format(section, key), math.type(value) or type(value), value, ok)
  end
end
print("inherited", document:get("server", "name"), document:get("server", "debug"), document:get("nowhere", "x"))
document:set("server", "port", 9000)
document:set("server", "extra", " leading")
document:set("new", "key", 1.5)
document:set("paths", "root", "/home")
local out = assert(io.open("settings.ini", "w+"))
document:write(out)
out:seek("set")
local number = 0
for line in out:lines("L") do
  number = number + 1
  io.write(("%3d|"):format(number), line)
end
out:close()
print(pcall(function() for _ in out:lines() do end end))
print(#ini.read(text_lines("a = 1\\"), "x").problems, ini.read(text_lines("a=1\r\n[b]\r\nc = 2\r"), "x"):get("b", "c"))

-- CSV ----------------------------------------------------------------------------------------------------
print("== csv")
local data = table.concat({
  "id,name,amount,note",
  '1,"Smith, John",10.50,"said ""hi"""',
  "2,Ann,-3,",
  '3,"two',
  'lines",1e3,"',
  '"',
  "",
  "4,é,,\"\"",
}, "\n")
local total = 0
for record, line in csv.records(text_lines(data), { header = true, skip_empty = true, convert = function(text, column)
  if column == "id" then return math.tointeger(text) end
  if column == "amount" then return tonumber(text) end
  return text
end }) do
  print(line, show(record))
  total = total + (record.amount or 0)
end
print("total", total)
local _, header = csv.records(text_lines(data), { header = true })
print("header", table.concat(header, "|"))
for _, text in ipairs { "a;b;c", ";;", "", "a.b;'x'" } do
  for record in csv.records(text_lines(text), { separator = ";" }) do print(#record, show(record)) end
end
for _, sep in ipairs { "|", ".", "%", "\t", "^" } do
  local text = ("1%s\"a%sb\"%s3"):gsub("%%s", { ["%s"] = sep })
  for record in csv.records(text_lines(text), { separator = sep }) do print(("%q"):format(sep), show(record)) end
end
for _, bad in ipairs { 'a,"b', 'a,"b"c', 'a,b"c', "a,b\n1", 'x,y\n1,2,3' } do
  print(pcall(function() for _ in csv.records(text_lines(bad), { header = true }) do end end))
end
print(csv.line({ 1, "a,b", 'q"q', nil, " lead", 2.5, true, "n\nl" }, 8), csv.line({ "a;b", "c,d" }, nil, ";"))

-- TOML ---------------------------------------------------------------------------------------------------
print("== toml")
local source = [==[
# A document
title = "TOML \"example\" \u00e9 \U0001F600"
[owner]
name = 'C:\raw\path'
dob = 1979-05-27T07:32:00-08:00
day = 2024-02-29
[numbers]
int = +1_000
hex = 0xDEAD_BEEF
octal = 0o755
binary = 0b1101
float = 6.626e-34
neg = -0.5
exp = 5e+22
inf = -inf
nan = nan
zero = 0
[text]
multi = """
first
second \
   joined "quoted" """""
literal = '''
no \escape'''
empty = ""
[lists]
numbers = [1, 2, 3,]
mixed = [ [1, "a"], [], # comment
  { x = 1, y.z = 2 },
]
[servers.alpha]
ip = "10.0.0.1"
[servers]
count = 2
"quoted key".sub = true
site."google.com" = 1
[[products]]
name = "Hammer"
[[products]]
[[products]]
name = "Nail"
[products.size]
mm = 5
[[products.colors]]
name = "grey"
]==]
local t = assert(toml.parse(source))
for _, key in ipairs { "title", "owner", "numbers", "text", "lists", "servers", "products" } do print(key, show(t[key])) end
print(t.owner.day.month, t.owner.day < t.owner.dob, math.type(t.numbers.exp), math.type(t.numbers.int), #t.products)
local written = toml.write(t, assert(io.tmpfile()))
written:seek("set", 0)
local text = written:read("*a")
written:close()
io.write(text)
print("round trip", show(toml.parse(text)) == show(t))
for _, bad in ipairs {
  "a", "a =", "a = 1 b = 2", "a = 1\na = 2", "[a]\n[a]", "a = 1\n[a.b]", "a = [1 2]", "a = [1,", "a = {x = 1", "a = {x = 1,}", "= 1", "[", "[a", "[[a]",
  'a = "x', 'a = "\\q"', 'a = "\\ud800"', "a = 'x", 'a = """x', "a = 01", "a = 1__0", "a = _1", "a = 1.", "a = +0x1", "a = 2024-13-01", "a = yes",
  "a = {b = 1}\n[a.c]", "a = []\n[[a]]", "\n\n  a = 1 # ok\n  b = @", "a.b.c = 1\na.b = 2", "a = " .. ("["):rep(40),
} do
  local value, problem, details = toml.parse(bad)
  print(("%-22s %s"):format((bad:gsub("\n", "~")):sub(1, 22), value and show(value) or problem))
  assert(value or math.type(details.line) == "integer")
end

-- The io library itself --------------------------------------------------------------------------------------
print("== io")
local f <close> = assert(io.open("data.bin", "wb"))
print(f:write(1, " ", 2.5, "\0\xff", -0.0) == f, pcall(f.write, f, {}))
print(pcall(f.write, f, nil))
f:close()
print(io.open("data.bin", "rb"):read(2, 1, "n", "a"))
print(pcall(io.open, "data.bin", "rw"))
print(select("#", io.open("nowhere/x")), io.open("nowhere/x"))
print(pcall(io.lines, "nowhere.txt"))
print(pcall(function() for line in io.lines("settings.ini", "x") do end end))
local counts = {}
for a, b in io.lines("settings.ini", 1, "l") do counts[#counts + 1] = #b end
print(#counts, table.concat(counts, ","))
local append = io.open("data.bin", "a")
append:write("more")
append:close()
for chunk in io.lines("data.bin", 4) do io.write(("%q"):format(chunk), ";") end
print()
io.output("data.bin"):write("redirected\nsecond\n")
io.close()
io.output(io.stdout)
io.input("data.bin")
print(io.read(), io.read("L"), io.read())
io.close(io.input())
print(pcall(io.read))
print(os.remove("settings.ini"), os.rename("data.bin", "other.bin"), os.remove("data.bin"))
print(os.remove("other.bin"), (pcall(error)), os.getenv("NO_SUCH_VARIABLE"), type(os.tmpname()))
io.stderr:write("done\n")
