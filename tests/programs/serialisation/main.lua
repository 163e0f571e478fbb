local dump = require "dump"
local binary = require "binary"
local packing = require "packing"

local function hex(s) return (s:gsub(".", function(c) return ("%02x "):format(c:byte()) end):gsub(" $", "")) end
local function check(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do out[i] = tostring(out[i]) end
  print(label .. ":", table.concat(out, " "))
end

-- Source ------------------------------------------------------------------------------------------------
local Point = dump.register("Point", { __name = "Point" })
Point.__index = Point
Point.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Point.__tostring = function(p) return ("(%s, %s)"):format(p.x, p.y) end
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
binary.class("Point", Point)

io.write(dump.write({ 1, 2.5, "three", true, nested = { a = { b = {} } }, ["key with space"] = 1, ["end"] = 2, [10] = 10, [-1] = "m", [2.5] = 0, [false] = "f" }))
io.write(dump.write({ 1, { 2, { 3 } }, name = "x", list = {} }, { indent = 2 }))
io.write(dump.write({ math.huge, -math.huge, math.mininteger, math.maxinteger, 0.1, 1e100, 1 / 3, -0.0, 2 ^ 53, 1e15, 123456.789, 5e-324 }))
io.write(dump.write("line\nbreak \"quoted\" \\ \0 \1\0012 \r\t\200 é"))
io.write(dump.write(nil), dump.write(false))
io.write(dump.write({ at = Point.new(1, 2), list = { Point.new(0, 0) } }))
local shared = { "shared" }
io.write(dump.write({ shared, shared, { shared } }))
local cycle = { name = "cycle" }
cycle.self, cycle.list = cycle, { cycle, { deep = cycle } }
io.write(dump.write(cycle))
local a, b = { "a" }, { "b" }
a.other, b.other = b, a
io.write(dump.write({ a, b }))
local keyed = {}
keyed[keyed] = "self"
io.write(dump.write(keyed))

-- Round trips
local function same(x, y, seen)
  if rawequal(x, y) or x ~= x and y ~= y then return true end
  if type(x) ~= "table" or type(y) ~= "table" or getmetatable(x) ~= getmetatable(y) then
    return x == y and math.type(x) == math.type(y)
  end
  seen = seen or {}
  if seen[x] then return seen[x] == y end
  seen[x] = y
  for key, value in next, x do
    if type(key) ~= "table" and not same(value, rawget(y, key), seen) then return false end
  end
  for key in next, y do if type(key) ~= "table" and rawget(x, key) == nil then return false end end
  return true
end
local values = {
  nil, true, 0, -1, 199, 200, 1 << 40, math.mininteger, 0.5, -0.0, 1 / 0, 0 / 0, "", "text", ("x"):rep(300), "\0\255", {}, { 1, 2, 3 },
  { a = { b = { c = "deep" } } }, cycle, { a, b }, { shared, shared }, { Point.new(1, 2), p = Point.new(3.5, "z") }, { [1.5] = 1, [true] = 2 }, { nil, 2, nil, 4 },
}
local good, sizes = {}, {}
for i = 1, 25 do
  local text = dump.write(values[i])
  local back, problem = dump.read(text)
  local data = binary.encode(values[i])
  local again = binary.decode(data)
  good[i] = (problem == nil and same(values[i], back) and "S" or "-") .. (same(values[i], again) and "B" or "-")
  sizes[i] = #text .. "/" .. #data
end
check("round trips", table.concat(good, " "))
check("sizes", table.concat(sizes, " "))
local back = dump.read(dump.write(cycle))
check("cycle", back.self == back, back.list[1] == back, back.list[2].deep == back, back ~= cycle)
local decoded = binary.decode(binary.encode(cycle))
check("cycle", decoded.self == decoded, decoded.list[2].deep == decoded)
local pair = dump.read(dump.write({ shared, shared }))
check("shared", pair[1] == pair[2], pair[1][1], dump.read(dump.write(Point.new(1, 2))) == Point.new(1, 2), tostring(binary.decode(binary.encode(Point.new(3, 4)))))
check("keyed", (next(dump.read(dump.write(keyed)))) ~= nil, next(dump.read(dump.write({ [{ 1 }] = { 2 } })))[1])
check("several", binary.decode(binary.encode(1, nil, "x", nil)))
check("count", select("#", binary.decode(binary.encode(nil, nil))), select("#", binary.decode(binary.encode())))
check("bytes", hex(binary.encode(1, -1, 300, "ab", "ab", { x = 1 })))
check("float bytes", hex(binary.encode(1.0)))

-- Functions
local f = dump.read(dump.write({ add = function(x, y) return x + y end, 5 }, { functions = true }))
check("function", f.add(3, 4), f.add(0.5, 1), f[1])
check("function", pcall(dump.write, { f = print }, { functions = true }))
check("function", pcall(dump.write, { f = { g = function() return a end } }, { functions = true }))
check("function", pcall(dump.write, { 1, { print } }))
check("thread", pcall(dump.write, { deep = { coroutine.create(print) } }))
check("userdata", pcall(binary.encode, io.stdout))
check("reader's own env", dump.read("return os"), dump.read("return math.huge"), dump.read("x = 1 return x"), x)
check("syntax", dump.read("return {"))
check("error", dump.read("return nothing.here"))
check("error", dump.read("return class('Nope', {})"))
check("error", dump.read("error('x')"))
check("binary chunk", dump.read(string.dump(function() end)))
check("endless", dump.read("while true do end", 50))
check("registered", pcall(dump.register, "Point", {}))

-- Broken data
local data = binary.encode({ "some", "values", 1, 2, 3 })
check("magic", pcall(binary.decode, "XXXX" .. data:sub(5)))
check("short", pcall(binary.decode, data:sub(1, -3)))
check("short", pcall(binary.decode, data:sub(1, 6)))
check("flipped", (pcall(binary.decode, data:sub(1, 12) .. "\xff" .. data:sub(14))))
check("flipped", (select(2, pcall(binary.decode, data:sub(1, 12) .. "\xff" .. data:sub(14))):gsub("%x%x%x%x%x%x%x%x", "########")))
check("empty", pcall(binary.decode, ""))

-- Packing
local bmp = packing.struct("<", { "magic", "c2", "BM" }, { "size", "I4" }, { "reserved", "I4", 0 }, { "offset", "I4", 54 }, { "header", "I4", 40 },
  { "width", "i4" }, { "height", "i4" }, { "planes", "I2", 1 }, { "bits", "I2", 24 })
local header = bmp { size = 1024, width = 16, height = -16 }
check("bmp", #header, #bmp, hex(header))
local fields, after = bmp:unpack(header .. "rest")
check("fields", fields.magic, fields.size, fields.width, fields.height, fields.bits, after)
check("missing", pcall(bmp.pack, bmp, { size = 1 }))
check("too large", pcall(bmp.pack, bmp, { size = 1 << 32, width = 1, height = 1 }))
check("short", pcall(bmp.unpack, bmp, header:sub(1, 20)))
check("position", pcall(bmp.unpack, bmp, header, 100))
local packet = packing.struct(">", { "version", "B", 4 }, { "length", "I2" }, { "name", "s1" }, { "zero", "z" }, { "value", "d" }, { "single", "f" }, { "pad", "x" })
local bytes = packet { length = 513, name = "né", zero = "z", value = 1.5, single = 0.25 }
check("packet", hex(bytes))
check("packet size", pcall(string.packsize, packet.format))
local read = packet:unpack(bytes)
check("packet", read.version, read.length, read.name, read.zero, read.value, read.single)
for _, case in ipairs {
  { "<i1", -128 }, { "<i1", 128 }, { "<i2", -2 }, { ">i3", -2 }, { "<i3", 8388607 }, { "<i3", 8388608 }, { ">I5", 1 << 39 }, { "<i16", -1 }, { "i17", 1 }, { "i0", 1 }, { "B", -1 },
  { "<j", math.mininteger }, { "<T", 5 }, { "<n", 0.1 }, { "<f", 0.1 }, { "<f", 1e300 }, { "s1", ("x"):rep(256) }, { "c5", "abc" }, { "c2", "abc" }, { "z", "a\0b" },
  { "!8 B i8", 1, 2 }, { "!4 B Xi8 B", 1, 2 }, { "<!2 B i4", 1, 2 }, { "Xi4", nil }, { "B X", 1 }, { "i4", "12" }, { "i4", "x" }, { "i4", 1.5 }, { "d", "1e1" }, { "y", 1 }, { "i4 i4", 1 }, { " < B > I2 = ", 1, 2 },
} do
  local ok, result = pcall(string.pack, table.unpack(case, 1, 3))
  check(("pack %s"):format(case[1]), ok and hex(#result > 20 and result:sub(1, 20) or result) or result)
end
for _, case in ipairs {
  { "<i2", "\xfe\xff" }, { "<I2", "\xfe\xff" }, { ">i3", "\xff\xff\xfe" }, { "<i16", ("\xff"):rep(16) }, { "<I16", "\1" .. ("\0"):rep(15) }, { "<I16", ("\xff"):rep(16) },
  { "z z", "a\0b\0" }, { "s2", "\3\0abcd" }, { "s1", "\9abc" }, { "<i4", "abc" }, { "<B", "ab", 2 }, { "<B", "ab", -1 }, { "<B", "ab", 3 }, { "<B", "ab", 4 }, { "<B", "ab", -3 }, { "<f", "\0\0\128\63" }, { "c0 c3", "abc" },
} do check(("unpack %s"):format(case[1]), pcall(string.unpack, table.unpack(case))) end
