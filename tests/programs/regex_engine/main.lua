local regex = require("regex")
local machine = require("machine")

print("matching")
local cases = {
  { "abc", "xxabcxx" }, { "a*", "aaa" }, { "a*?", "aaa" }, { "a+?b", "aaab" }, { "(a|ab)(c|bcd)(d*)", "abcd" },
  { "^$", "" }, { "^a$", "ba" }, { "[a-c]+[^a-c]", "abcabcd" }, { "\\d{2,3}", "12345" }, { "\\d{2,3}?", "12345" },
  { "(\\w+)@(\\w+)\\.com", "mail bob@example.com now" }, { "(?:ab)+", "ababab" }, { "(a(b)?)+", "abaab" },
  { "x?y?z?", "yz" }, { "\\bfoo\\b", "a foo b" }, { "\\Boo", "foo" }, { "(?<year>\\d{4})-(?<month>\\d\\d)", "on 2024-05-06" },
  { "a.c", "a\nc" }, { "[\\d\\s]+", "ab 12 3" }, { "\\x41+", "xAAA" }, { "[]x]", "]" }, { "[^\\]]+", "ab]" }, { "()", "x" },
  { "(a*)(a*)", "aa" }, { "(a*?)(a*)", "aa" }, { "((a)|(b))*", "abab" }, { "[-+]?\\d+", "-12" }, { "é+", "ééa" },
}
for _, case in ipairs(cases) do
  local match = regex(case[1], case[2])
  if match then
    local groups = {}
    for i = 0, match.groups do groups[#groups + 1] = match[i] == nil and "nil" or ("%q"):format(match[i]) end
    print(case[1], match:span(), table.concat(groups, " "), #match)
  else
    print(case[1], match)
  end
end

print("errors")
for _, pattern in ipairs({ "(", ")", "a)", "*a", "[a", "[z-a]", "a{3,2}", "a{99}", "\\", "\\x4", "[\\d-z]", "(?<1>a)", "a**" }) do
  local ok, problem = pcall(regex.compile, pattern)
  print(pattern, ok, ok and problem.groups or tostring(problem), type(problem))
end

print("names")
local date = regex.compile("(?<day>\\d\\d?)\\.(?<month>\\d\\d?)\\.(?<year>\\d{4})")
local match = date:exec("born 7.12.1980, died 1.2.2003")
print(match.day, match.month, match.year, match.nothing, match[4], tostring(match), match.span == match.span)
for found in date:all("7.12.1980 and 1.2.2003") do io.write(found.year, "/", found.month, "/", found.day, ";") end
print()

print("replacing")
print(date:replace("7.12.1980, 1.2.2003", "$year-$month-$day"))
print(regex.compile("(\\w+) (\\w+)"):replace("hello world from lua", "$2 $1$9"))
print(regex.compile("\\w+"):replace("some words here", function(m) return #m > 4 and tostring(m):upper() or nil end))
print(regex.compile("\\$(\\w+)"):replace("$name is $age and $what", { name = "Bob", age = "42" }))
print(regex.compile("x*"):replace("axb", "-"))
print(regex.compile("a|b|"):replace("cab", "<$0>"))

print("splitting")
for _, case in ipairs({ { ",\\s*", "a, b,c,   d" }, { "\\s+", "  lead and trail " }, { "x", "" }, { "b*", "abbc" } }) do
  local parts = regex.compile(case[1]):split(case[2])
  for i, part in ipairs(parts) do parts[i] = ("%q"):format(part) end
  print(case[1], #parts, table.concat(parts, " "))
end

print("steps")
local evil = regex.compile("(a*)*b")
print(evil:exec(("a"):rep(60)), evil.steps < 20000)
local nested = regex.compile("(a?){20}a{20}")
print(tostring(nested:exec(("a"):rep(20))), #machine.assemble("(a?){20}a{20}"), nested.steps < 20000)

print("cache")
print(#regex.cached, regex.compile("b*") == regex.compile("b*"), regex.cached[#regex.cached])
for i = 1, 10 do regex.compile("p" .. i) end
print(table.concat(regex.cached, " "))

print("tokens")
local lexer = regex.compile([[(?<space>\s+)|(?<number>\d+(?:\.\d+)?)|(?<name>[a-z]\w*)|(?<quoted>"[^"]*")|(?<sign>.)]])
local counts = {}
for token in lexer:all([[let x1 = 3.14 * (radius + 2); print("a b", x1)]]) do
  for _, kind in ipairs({ "space", "number", "name", "quoted", "sign" }) do
    if token[kind] then
      counts[kind] = (counts[kind] or 0) + 1
      if kind ~= "space" then io.write(kind, ":", token[kind], " ") end
      goto next_token
    end
  end
  error("no kind for " .. tostring(token))
  ::next_token::
end
print()
print(counts.space, counts.number, counts.name, counts.quoted, counts.sign)
