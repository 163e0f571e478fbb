-- Shows character sets: brackets, ranges, classes and carets in odd places, and what is malformed.
local function try(s, p) print(p, pcall(string.find, s, p)) end
for _, p in ipairs{"[]]", "[^]]", "[]-a]", "[a-]", "[-a]", "[a-c-e]", "[%a-z]", "[^%s]", "[%]]", "[%-x]", "[a^]",
  "[^^]", "[z-a]", "[%w_]+", "[\0-\31]",
  "[a-%%]", "[%d%.]+", "[[]", "[^%W]+", "[]", "[^]", "[a", "[%", "[a-", "%", "[]a", "[%]", "%f[a", "%f", "%b", "%b(",
    "(", ")", "(()", "%1", "(%1)", "(a)%2", "%0"} do
  try("a]-^c[%_ .z\1", p)
end
try("THE (quick) fox", "%f[%a]%a+%f[%A]")
try("THE", "%f[%z]")
try("", "%f[%z]")
try("a", "%f[^a]")
try("x(a(b)c)y", "%b()")
try("((", "%b()")
try("", "%bxx")
try("xx", "%bxx")
try("axbxc", "%bxx")
try("aaa", "a-")
try("aaa", "^a-$")
try("aaa", "a-b")
try("abab", "(ab)%1")
try("abc", "()b()")
try("abc", "")
try("abc", "$")
try("a$c", "a$c")
try("a^c", "a^c")
try("aab", "a?a?a?b")
try("[x]", "%[x%]")
try("a.b", "a%.b")
try("a\nb", "a.b")
try("\0a\0", "%z")
try("\0a\0", "[%z]a")
try("é", "[é]")
try("é", "..")
