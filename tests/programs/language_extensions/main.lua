local sugar = require("sugar")
local records = require("records")
local enum, struct, switch, match, P = records.enum, records.struct, records.switch, records.match, records.P

local function show(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do out[i] = tostring(out[i]) end
  print(("%-14s %s"):format(label, table.concat(out, " | ")))
end

-- Before
show("before", pcall(function() return "a" % 1 end))
show("before", pcall(function() return ("x")[1] end))
show("before", pcall(function() return print .. print end))
show("before", pcall(function() return (5).times end))
show("before", pcall(function() local n; return n.x.y end))
show("before", pcall(function() return true + false end))
show("before", pcall(function() return -"abc" end), pcall(function() return -"12" end))

sugar.install()
show("format", "%d-%s" % { 5, "x" }, "%5.2f" % 3.14159, "{name} is {age:03d} {what}" % { name = "Ann", age = 7 }, "none" % {})
show("index", ("hello")[1], ("hello")[-1], ("hello")[10], ("hello").upper == string.upper, ("hello"):upper(), #"x", ("x").len ~= nil)
show("call", ("hello")(2, 3), ("hello")(-2), -"abc", "ab" * 3, 2 * "xy")
show("split", table.concat("a,b,,c" // ",", ";"), #("" // "."), table.concat("1.2.3" // ".", " "))
show("arithmetic", "10" + 5, "3" - 1, 10 % 3, "10" / 4, -(-3), 2 ^ 2)
local double, inc = function(x) return x * 2 end, function(x) return x + 1 end
show("compose", (double .. inc)(5), (double >> inc)(5), (double ^ 10)(1), (string.format .. function(...) return "%s%s", ... end)(1, 2), string.rep:curry("ab")(3))
show("functions", #double, #function(a, b, c) end, #print, inc < double, pcall(function() return double + 1 end))
local seen = {}
show("numbers", (3):times(function(i) seen[#seen + 1] = i end), table.concat(seen, ","), (15):clamp(0, 10), #12345, (5).nothing)
local list = {}
for i in 4 do list[#list + 1] = i end
for i in (7):upto(9) do list[#list + 1] = i end
show("loops", table.concat(list, ","), 1 .. 2, 1.5 .. "x")
local nothing
show("nil", nothing.a.b.c, nothing.f(), nothing:method(1), nothing .. "x", nothing .. nothing)
show("booleans", true + false, true * false, -true, (1 < 2):pick("yes", "no"), (1 > 2):pick("yes", "no"))
show("still", pcall(function() return {} .. "x" end))
show("still", pcall(function() return true < false end))
show("still", pcall(function() local t = {} t[nil] = 1 end))
sugar.remove()
show("after", pcall(function() return ("x")[1], ("x").len == string.len end))
show("after", pcall(function() return "%d" % 1 end))
show("after", pcall(function() return nothing.a end))
show("after", pcall(function() for _ in 4 do end end))
show("after", pcall(function() return (5)() end))

-- Enumerations
local Color = enum "Color" { "red", "green", blue = 10, alpha = 32 }
show("enum", Color, Color.red, Color.blue.value, Color(2), Color(10), Color(99), #Color)
show("enum", Color.red < Color.green, Color.blue >= Color.green, Color.red == Color.red, Color.blue | Color.red, Color.alpha | 3 & Color.green)
for i, constant in pairs(Color) do io.write(i, "=", tostring(constant), " ") end
print()
show("errors", pcall(function() return Color.pink end))
show("errors", pcall(function() Color.pink = 1 end))
show("errors", pcall(function() Color.red.x = 2 end))
show("errors", pcall(enum "Twice", { "a", "a" }))
show("errors", pcall(function() return Color.red + 1 end))

-- Structures
local Point = struct "Point" "x:number y:number=0 label:string?"
show("struct", Point(1, 2, "p"), Point(1), Point.new(1, 0) == Point(1), Point(1) ~= Point(2), Point(1).label)
show("errors", pcall(function() return Point("x") end))
show("errors", pcall(function() return Point(1, 2, 3) end))
show("errors", pcall(Point))
io.write(Point.source)
function Point:length() return (self.x ^ 2 + self.y ^ 2) ^ 0.5 end
show("method", Point(3, 4):length(), rawget(Point(1), "length"))

-- Switch and match
for _, value in ipairs { 1, 2, 3, "x", true, 4.0, 1.0 } do
  show("switch", value, switch(value, "extra", nil) {
    [1] = function(v, ...) return "one " .. select("#", ...) end, [{ 2, 3 }] = function(v, e) return "two or three " .. e end,
    x = "constant", [true] = false, default = function(v) return "default " .. tostring(v) end,
  })
end
local function evaluate(e)
  return match(e,
    P("number"), function(_, v) return v end,
    { op = "+", P.a, P.b }, function(c) return evaluate(c.a) + evaluate(c.b) end,
    { op = "*", 0, P.any }, 0,
    { op = "*", P.a, P.b }, function(c) return evaluate(c.a) * evaluate(c.b) end,
    { op = "neg", P.a }, function(c) return -evaluate(c.a) end,
    { op = P("string") % function(s) return #s > 3 end / "long" }, function(c) error("unknown operator " .. c.long, 0) end)
end
show("match", evaluate({ op = "+", 1, { op = "*", 2, { op = "neg", 3.5 } } }), evaluate({ op = "*", 0, "anything" }))
show("match", pcall(evaluate, { op = "power" }))
show("match", pcall(evaluate, { op = "?" }))
show("match", match({ 1, 1 }, { P.x, P.x }, "same", P.any, "different"), match({ 1, 2 }, { P.x, P.x }, "same", P.any, "different"))
show("match", match({ 5 }, { -(P("string") + P("boolean")) * P.n }, function(c) return c.n end), match({}, { P.nothing, x = P.nothing }, "empty"))

-- Generated in number
local functions = records.many(230)
local total = 0
for i = 1, 230 do total = total + functions[i]() end
show("many", #functions, total, functions[230](), functions[1](), functions[230]())
local function chain(n)
  local out = { "return function(x) " }
  for i = 1, n do out[#out + 1] = ("if x == %d then return %d else"):format(i, i * i) end
  out[#out + 1] = " return -1 end end"
  return load(table.concat(out))()
end
local long_chain = chain(150)
show("chain", long_chain(1), long_chain(150), long_chain(151))
local sum = load("return " .. ("1 + "):rep(300) .. "0")
show("sum", sum())
local concat = load("local s = ... return " .. ("s .. "):rep(150) .. "''")
show("concat", #concat("ab"))
local nested = load("return " .. ("{"):rep(100) .. ("}"):rep(100))()
local depth = 0
while nested do
  depth, nested = depth + 1, nested[1]
end
show("nested", depth)
local locals = {}
for i = 1, 200 do locals[i] = "v" .. i end
show("locals", load("local " .. table.concat(locals, ",") .. " = ... return v2, v200, select('#', ...)")(1, 2))
local parameters = load("return function(" .. table.concat(locals, ",", 1, 150) .. ") return v150 end")()
show("parameters", parameters(table.unpack({}, 1, 149)), parameters(table.unpack(locals, 1, 150)))
local big = {}
for i = 1, 1000 do big[i] = ("[%d]=%d"):format(i, i % 7) end
local constants = load("return {" .. table.concat(big, ",") .. "}")()
show("constants", #constants, constants[1000], constants[7])
show("items", #load("return {" .. ("1,"):rep(500) .. "(...)}")(2))
show("unpack", select("#", table.unpack({}, 1, 200)), pcall(table.unpack, {}, 1, 1e8))
show("char", #string.char(table.unpack({ ("x"):rep(250):byte(1, -1) })))
show("select", select(-1, table.unpack(locals)), (select("#", ("x"):rep(255):byte(1, -1))))
