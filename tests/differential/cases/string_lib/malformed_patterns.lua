-- Shows errors of malformed patterns.
for _, p in ipairs {"(", ")", "%", "(()", "a)", "%1", "(a)%2", "(a%1)", "[", "[a", "%b", "%f", "(a", "a(b(c)", "%9", "[%", "(", "()%1%", "%0"} do
  print(p, pcall(string.find, "abc", p)) print(p, select(2, pcall(string.gsub, "abc", p, "")))
end
print(pcall(string.match, "x", ("(x)"):rep(33)))
print(pcall(string.rep, "x", 3))
print(pcall(string.gsub, "abc", "b", "%2"))
print(pcall(string.gsub, "abc", "b", "%a"))
print(pcall(string.gsub, "abc", "b", "%"))
print(pcall(string.gsub, "abc", "(b)", "%1%0%%"))
print(#(("x"):rep(300)):match((".?"):rep(30)))
