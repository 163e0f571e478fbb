local peg = require("peg")
local grammars = require("grammars")
local P, R, S, V, C, Cc, Cp, Ct = peg.P, peg.R, peg.S, peg.V, peg.C, peg.Cc, peg.Cp, peg.Ct
local match = peg.match

local function show(value)
  if type(value) ~= "table" or getmetatable(value) then
    return type(value) == "string" and ("%q"):format(value):gsub("\\\n", "\\n") .. "" or tostring(value)
  end
  local out, n = {}, #value
  for i = 1, n do out[i] = show(value[i]) end
  local keys = {}
  for key in pairs(value) do if math.type(key) ~= "integer" or key > n then keys[#keys + 1] = key end end
  table.sort(keys)
  for _, key in ipairs(keys) do out[#out + 1] = key .. "=" .. show(value[key]) end
  return "{" .. table.concat(out, ", ") .. "}"
end

local count = 0
local function test(...)
  count = count + 1
  local out = {}
  for i = 1, select("#", ...) do out[i] = show((select(i, ...))) end
  print(count, table.concat(out, "\t"))
end

local function test_error(f, ...)
  local ok, problem = pcall(f, ...)
  test(ok, type(problem) == "table" and problem.message or problem)
end

-- Primitives
test(match(P "ab", "abc"), match("ab", "xab"), match(P "ab", "xab", 2), match(P "ab", "xab", -2))
test(match(P(2), "abc"), match(P(4), "abc"), match(P(-1), ""), match(P(-1), "a"), match(P(-2), "a"), match(0, ""))
test(match(P(true), ""), match(P(false), "x"), match("", ""))
test(match(R("az", "09") ^ 1, "ab12_"), match(S "+-*/", "-"), match(S "", "x"), match(R(), "x"))
test(match(R "\0\255", "\xff"), match(P "\0", "\0x"), match(P "é", "é"), match(P(1), "é"))

-- Operators
test(match(P "a" * "b" * P "c", "abcd"), match("a" * P "b", "ab"), match(P "x" + "y" + P "z", "z"))
test(match(P "a" - "ab", "ac"), match(P "a" - P "ab", "ab"), match((1 - S "xy") ^ 0, "abcxd"))
test(match(P "a" ^ 0, "aaab"), match(P "a" ^ 3, "aa"), match(P "a" ^ -2, "aaaa"), match(P "a" ^ -1, "b"), match((P "a" ^ 0) ^ 0, "aa"))
test(match(-P "a" * 1, "b"), match(-P "a", "a"), match(#P "ab" * "a", "ab"), match(#P "ab", "b"))
test(match(P "a" .. "b" .. P(1), "abz"), tostring(P "a" + "b"), tostring(S "a" + R "bc"), P "x" == P "x", P "x" == P "y")
test((P "b" * Cp())("aabb"), P "zz"("aazz", 2), select("#", P "q"("aabb")))
test(match(C(1) // ",", "a,,b"))

-- Captures
test(match(C "a" * C(C "b" * "c"), "abc"))
test(match(Cc(1, nil, "x"), ""), select("#", match(Cc(1, nil, nil), "")), select("#", match(Cc(), "")))
test(match(Cp() * P "ab" * Cp(), "ab"))
test(match(Ct(C(1) ^ 0), "xyz"), match(Ct(Cp()) * Ct(""), ""))
test(match((C "a" + C "b") ^ 0, "abba"))
test(match((C "a" * C "b" + C "a" * C "c"), "ac"))
test(match(C(P "a" ^ 1) / "<%1:%0:%%>", "aaa"), match(P "a" / "%0%1", "a"))
test(match(C(1) / { a = 1, b = false } * C(1) / { b = false }, "ab"))
test(match(C(1) ^ 1 / function(...) return select("#", ...), ... end, "abc"))
test(match(C(1) * C(1) / 2, "ab"), match(C(1) / 0, "a"), match(P(1) / string.upper, "q"))
test(match(peg.Cf(C(1) / tonumber * (C(1) / tonumber) ^ 0, function(a, b) return a * 10 + b end), "1234"))
test(match((C(1) ^ 1) % function(a, b) return b .. a end, "stressed"))
test(match(peg.Cs((peg.Cr("cat", "dog") + peg.Cr(R "09", function(d) return d * 2 end) + 1) ^ 0), "a cat 4 cats 9"))
test(match(peg.Cmt(C(R "09" ^ 1), function(_, i, n) return tonumber(n) % 2 == 0, n, i end), "128x"))
test(match(peg.Cmt("", function() return false end) + Cc "other", "x"))
test(match(P(function(s, i) return s:find("end", i, true) end) * C(P(3)), "to the end"))
test(match(Ct(peg.Cg(C(1), "first") * peg.Cg(P(1), "second") * C(1)), "abc"))

-- Mistakes
test_error(P, nil)
test_error(P, 1.5)
test_error(P, io.stdout)
test_error(function() return P "a" ^ 1.5 end)
test_error(function() return P "a" ^ {} end)
test_error(function() return P "a" + 2.5 end)
test_error(function() return P "a" / true end)
test_error(function() return P "a" < P "b" end)
test_error(function() return P "a" & 1 end)
test_error(match, P "a", 5)
test_error(match, P "a" / "%2", "a")
test_error(match, C "a" / 2, "a")
test_error(match, V "x", "a")
test_error(match, P { "start", start = V "missing" }, "a")
test_error(match, P { "start", start = V "start" * "x" + "y" }, "a")
test_error(function() return P { "nowhere", a = P "x" } end)
test_error(function() return R "abc" end)
test_error(match, peg.Cmt(1, function() return 10 end), "abc")
test_error(match, peg.Cf("a", print), "a")

-- Grammars on top
for _, expression in ipairs {
  "1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-2 ^ 2", "10 / 4", "10 // 4", "7 % 3 - 1", "1.5e3 + .5", "x = 2 + 3", "x * x",
  "max(1, x, 3)", "sum()", "sum(1, 2, 3) * abs(-2)", "pi * 2", "1 +", "(1 + 2", "1 2", "y + 1", "foo(1)", "", "((((1))))",
  "1 // 0", "1.0 // 0", "0 - 1 - 2 - 3", "2 * -3", "z = x = 1", ("("):rep(30) .. "1",
} do
  local ok, value = pcall(match, grammars.calculator, expression)
  test(expression:sub(1, 20), ok, type(value) == "table" and value.message or value)
end

for _, text in ipairs {
  '{"a": [1, 2.5, -3, {"b": null}], "c": "x\\n\\u00e9\\"", "d": true, "e": {}}', "[]", "[[[]], [false]]", '"text"', "12", "[1,]", "{1: 2}", "nul", "",
  '  [ 1 , "two" ]  ',
} do
  test(text, match(grammars.json, text))
end

for _, text in ipairs { "a,b,c\n1,2,3\n", 'x,"quoted, ""twice""",\n,,\n', '"multi\nline",2', "", "\n", 'a"b', '"open' } do
  test(text, match(grammars.csv, text))
end
for _, text in ipairs { "()", "(a(b)c)d", "(()", ")(", "(a)(b)" } do test(text, match(grammars.balanced, text)) end
test(match(grammars.pairs, "a = 1, bc=d2; e = f"), match(grammars.pairs, "a = "), match(grammars.date, "2024-02-29"), match(grammars.date, "2024-2-29"))
test(match(grammars.split(","), "a,b,,c"), match(grammars.split(S ",;" * P " " ^ 0), "a, b;c"), match(grammars.split "x", ""))
test(match(grammars.anywhere(C(R "09" ^ 1) * Cp()), "abc 42 def"), match(grammars.anywhere "zz", "abc"))

-- Rules of an outer grammar are seen in an inner one
local inner = P { "item", item = C(R "az" ^ 1) + V "list" }
test(match(P { "list", list = "[" * Ct((inner * P "," ^ -1) ^ 0) * "]" }, "[a,[b,c],[]]"))

-- A word counter over a longer text
local text = ("the quick brown fox jumps over the lazy dog and the cat "):rep(8)
local words = {}
local word = C(R "az" ^ 1) / function(w) words[w] = (words[w] or 0) + 1 end
test(match((word + 1) ^ 0 * Cp(), text))
local list = {}
for w, n in pairs(words) do list[#list + 1] = { w, n } end
table.sort(list, function(a, b) if a[2] ~= b[2] then return a[2] > b[2] end return a[1] < b[1] end)
for i = 1, 4 do list[i] = list[i][1] .. "=" .. list[i][2] end
test(table.concat(list, " ", 1, 4), #list)
