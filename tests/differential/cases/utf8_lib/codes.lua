-- Shows iteration with utf8.codes, invalid text and lax mode.
for p, c in utf8.codes("aé日🎈") do io.write(p, ":", c, " ") end
print()
for p, c in utf8.codes("") do print "never" end
print(pcall(function() for p, c in utf8.codes("ab\xff") do io.write(p, " ") end end))
print(pcall(function() for p, c in utf8.codes("\xe2\x82") do end end))
print(pcall(function() for p, c in utf8.codes("a\u{D800}") do io.write(p, " ") end end))
for p, c in utf8.codes("a\u{D800}\u{7FFFFFFF}", true) do io.write(p, ":", ("%x"):format(c), " ") end
print()
print(pcall(utf8.codes))
print(pcall(utf8.codes, {}))
local f, s, i = utf8.codes("xy")
print(type(f), s, i, f(s, i))
print(f("xy", 1), f("xy", 2))
