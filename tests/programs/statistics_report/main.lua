local Matrix = require("matrix")
local Rational = require("rational")
local stats = require("stats")
local View = require("table_view")

local function show(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do out[i] = tostring(out[i]) end
  print(("%-16s %s"):format(label, table.concat(out, "  ")))
end

-- Matrices
local a = Matrix { { 2, 1, -1 }, { -3, -1, 2 }, { -2, 1, 2 } }
print(a)
print(a.transposed)
show("items", a(1, 2), a[2][3], #a, a.trace, a.nothing, a.n, a.m)
show("determinant", a:determinant(), Matrix { { 1, 2 }, { 2, 4 } }:determinant(), Matrix { { 0, 1 }, { 1, 0 } }:determinant())
print(a:inverse():format("%.4f"))
print((a * a:inverse()):format("%.1f"))
print(a:solve(Matrix { { 8 }, { -11 }, { -3 } }):format("%g"))
print(a + a, a - a == a * 0, 2 * a == a * 2, -a == a * -1)
print(Matrix { { 1, 1 }, { 1, 0 } } ^ 50)
print(Matrix { { 2, 1 }, { 1, 1 } } ^ -3)
show("rank", a:rank(), Matrix { { 1, 2, 3 }, { 2, 4, 6 } }:rank(), Matrix { { 0, 0 } }:rank())
show("solve", Matrix { { 1, 2 }, { 2, 4 } }:solve(Matrix { { 1 }, { 2 } }))
for i, x, y, z in a:rows_of() do io.write(i, ": ", x + y + z, i < #a and ", " or "\n") end
local exact = Matrix.generate(4, 4, function(i, j) return Rational(1, i + j - 1) end)
print(exact)
print(exact:inverse())
show("exact", exact * exact:inverse() == Matrix.identity(4, Rational(1), Rational(0)), exact:determinant())
for _, f in ipairs {
  function() return a + 1 end, function() return 1 - a end, function() return a * Matrix { { 1, 2 } } end, function() return a + Matrix { { 1 } } end,
  function() return Matrix { { 1, 2 }, { 3 } } end, function() return Matrix { { 1, 2 }, { 2, 4 } }:inverse() end, function() return Matrix { { 1, 2 } }:determinant() end,
  function() return a < a end, function() return a / 2 end, function() return a(9, 9) end, function() return a .. "x" end, function() return a:nothing() end,
} do show("error", pcall(f)) end

-- Rationals
local half, third = Rational(1, 2), Rational(-2, -6)
show("rational", half, third, half + third, half - third, half * third, half / third, -half, half ^ 3, half ^ -2, Rational(6, 3))
show("mixed", half + 1, 2 * third, 1 - half, half + 0.25, Rational(0.75), Rational(7, 2) // 1, Rational(-7, 2) % 1, Rational(7, 2) % third)
show("compare", half > third, half <= 0.5, half == Rational(2, 4), half == 0.5, half < 1, 1 < half)
show("errors", pcall(Rational, 1, 0))
show("errors", pcall(function() return half + "x" end))
show("errors", pcall(function() return half / 0 end))
show("number", half:tonumber(), third:tonumber(), Rational(math.maxinteger, 2))

-- Statistics
local data = { 2, 4, 4, 4, 5, 5, 7, 9 }
show("basic", stats.sum(data), stats.mean(data), stats.variance(data), stats.deviation(data), stats.median(data), stats.variance(data, true))
show("quantiles", stats.quantile(data, 0), stats.quantile(data, 0.25), stats.quantile(data, 0.9), stats.quantile(data, 1))
local modes, times = stats.mode({ 1, 2, 2, 3, 3, 1.0 })
show("mode", #modes, times, table.concat(modes, " "))
show("sums", stats.sum({ 1e100, 1, -1e100 }), 1e100 + 1 - 1e100, stats.sum({ 0.1, 0.2, 0.3 }) == 0.6, 0.1 + 0.2 + 0.3)
show("empty", stats.mean({}))
show("empty", pcall(stats.median, {}))
local xs, ys = {}, {}
local uniform, normal = stats.generator(2024)
for i = 1, 40 do xs[i], ys[i] = i, 3 * i + 7 + normal() end
local slope, intercept, correlation = stats.regression(xs, ys)
show("regression", ("%.3f %.3f %.5f"):format(slope, intercept, correlation))
local sample = {}
for i = 1, 500 do sample[i] = normal() end
show("sample", ("%.4f %.4f %.4f"):format(stats.mean(sample), stats.deviation(sample), stats.median(sample)))
for _, bin in ipairs(stats.histogram(sample, 8)) do
  print(("%6.2f .. %5.2f %4d %s"):format(bin[1], bin[2], bin[3], ("#"):rep(bin[3] // 4)))
end

-- Numbers as text
show("thousands", stats.thousands(0), stats.thousands(999), stats.thousands(1000), stats.thousands(-1234567.891), stats.thousands(1 << 40, "."), stats.thousands(1e100), stats.thousands(0 / 0 ~= 0))
show("si", stats.si(999), stats.si(1500), stats.si(-2.5e6, 2), stats.si(1e18), stats.si(0.5))
show("durations", stats.duration(0), stats.duration(59.9994), stats.duration(3661.5), stats.duration(1e6))
for _, n in ipairs { 4, 9, 14, 90, 400, 1994, 2024, 3999 } do io.write(n, "=", stats.roman(n), " ") end
print()
for _, n in ipairs { 0, 7, 13, 20, 42, 100, 115, 1000, 90210, -1000001, 2147483647 } do print(n, stats.words(n)) end
local formats = {
  { "%5d|%-5d|%05d|%+5d|% d|%x|%X|%#x|%o|%#o|%c", 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 65 },
  { "%5.1f|%-8.3f|%08.2f|%+.0f|%.0f|%.0f|%.0f|%#.0f", 3.14159, 3.14159, 3.14159, 2.5, 0.5, 1.5, 2.5, 1 },
  { "%e|%.2e|%E|%10.1e|%g|%g|%g|%G|%.3g|%#g", 12345.678, 0, 1e-10, 1e300, 1e20, 1e-5, 0.0001, 1e-10, 1234.5, 1 },
  { "%a|%A|%.2a|%a|%a", 1, 0.5, 3.14159, -0.0, 1e-320 },
  { "%s|%10s|%-10s|%.2s|%5.1s|", "text", "text", "text", "text", "text" },
  { "%s %s %s %s", nil, true, 1.0, setmetatable({}, { __tostring = function() return "own" end }) },
  { "%q %q %q %q", "a\nb\0c\"\\", 1 / 3, math.mininteger, 255 },
  { "%i %u %d", 3.0, 7, "10" },
  { "%5s|%-5s|%5.3s", "é", "é", "héé" },
  { "%.20f|%.17g|%.3f|%5.0f", 0.1, 0.1, 2 / 3, 1e15 },
  { "%f %f %f", 1 / 0, -1 / 0, 1e15 },
  { "100%%|%5%", nil },
}
for _, case in ipairs(formats) do print(pcall(string.format, table.unpack(case, 1, 12))) end
for _, case in ipairs { { "%d", 1.5 }, { "%d", "x" }, { "%d", "1.0" }, { "%c", "A" }, { "%y", 1 }, { "%", 1 }, { "%10.123f", 1 }, { "%s" }, { "%q", {} }, { "%q", 1, 2 }, { "%0100d", 1 }, { "%x", -1 }, { "%x", 2 ^ 63 }, { "%5q", "x" }, { "%#s", "x" }, { "%s\0%s", 1, 2 } } do
  print(case[1]:gsub("%z", "\\0"), pcall(string.format, table.unpack(case)))
end
local values = { 0, 1, -1, 1e15, 1e16, 123456789012, 0.1, 1 / 3, 100, 1e2, 2 ^ 31, 2 ^ 53, 2 ^ 63, -2 ^ 63, 1e-7, 123456.789e3, 5e-324, 1.7976931348623157e308, 3.0, -0.0, 1e14, 1e14 + 0.5 }
local texts = {}
for i, v in ipairs(values) do texts[i] = tostring(v) end
show("tostring", table.concat(texts, " "))
show("concat", 1 .. "", 1.0 .. "", -0.0 .. "", 2 ^ 63 .. "", 1e100 .. "", 10 // 1 .. "", 10 / 2 .. "")
show("tonumber", tonumber("0x1p4"), tonumber("1e1"), tonumber(" 10 "), tonumber("10a"), tonumber("1e"), tonumber("0x"), tonumber(""), tonumber("1 2"), tonumber("ff", 16), tonumber("zz", 36), tonumber("8", 8), tonumber("-7", 8), tonumber("1_000"), tonumber("٣"))
show("integers", math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2 ^ 53), 3 | 0, 7 // 2, -7 // 2, 7 // -2.0, 7 % -3, -7 % 3, 7.5 % 2, -7.5 % 2, 5 % math.huge, -5 % math.huge)
show("limits", math.maxinteger + 1 == math.mininteger, math.maxinteger + 1.0, math.maxinteger // -1, math.mininteger // -1, math.abs(math.mininteger), math.ult(1, -1), 1 // 0.0, -1 // 0.0, 0.0 / 0.0 ~= 0.0 / 0.0)
show("rounding", math.floor(-0.5), math.ceil(-0.5), math.floor(2 ^ 70), math.ceil(1e300) == 1e300, math.fmod(-7, 3), math.fmod(7, -3), math.fmod(-7.5, 2), math.modf(3.7), math.modf(-3.7), math.modf(1 / 0))
show("functions", math.sqrt(2), math.exp(0), math.log(8, 2), math.log(1000, 10), math.log(0), math.sin(0), math.max(1, 2.5), math.max(2, 2.0), math.min(1, 1.0), math.pi)
show("errors", pcall(math.floor, "x"))
show("errors", pcall(math.max))
show("errors", pcall(math.fmod, 1, 0))
show("errors", pcall(math.random, 0, -1))
show("errors", pcall(math.tointeger, {}))
show("errors", pcall(math.tointeger))

-- Reports
local sales = View.new {
  { title = "Product" }, { title = "Units", align = "right", format = stats.thousands }, { title = "Price", align = "right", format = "%.2f" },
  { title = "Share", align = "center", format = function(x) return ("%d%%"):format(x * 100 // 1 | 0) end, empty = "-" }, { title = "Note", empty = "—" },
}
local rows = { { "Widget", 12500, 9.99, 0.5, "best" }, { "Gadget", 950, 149.5, 0.25, nil }, { "Café crème", 3, 1e6, nil, "späť" } }
for _, row in ipairs(rows) do sales:add(table.unpack(row, 1, 5)) end
print(sales:render())
sales:total("Total")
print(sales:render("ascii"))
print(sales:render("box"))
show("errors", pcall(sales.add, sales, 1, 2))
show("errors", pcall(function() sales:render("fancy") end))
local groups, order = {}, {}
for i = 1, 60 do
  local region = ({ "north", "south", "east" })[1 + uniform() * 3 // 1 | 0]
  if not groups[region] then
    groups[region] = {}
    order[#order + 1] = region
  end
  table.insert(groups[region], (uniform() * 10000 // 1) / 100)
end
table.sort(order)
local report = View.new { { title = "Region" }, { title = "n", align = "right" }, { title = "mean", align = "right", format = "%.2f" }, { title = "sd", align = "right", format = "%.2f" }, { title = "min", align = "right", format = "%.2f" }, { title = "max", align = "right", format = "%.2f" } }
for _, region in ipairs(order) do
  local list = groups[region]
  report:add(region, #list, stats.mean(list), stats.deviation(list, true), math.min(table.unpack(list)), math.max(table.unpack(list)))
end
print(report:render("ascii"))
