-- Shows messages for blocks that are not closed.
for _, source in ipairs {"if x then", "if x", "if then end", "while true", "while do end", "for i = 1 do end", "for i do end", "for i, j = 1, 2 do end",
  "for 1 = 1, 2 do end", "for i in do end", "repeat", "repeat until", "function", "function f", "function f(", "function f()", "do", "end",
  "if x then else elseif y then end", "local", "local function", "local function f.a() end", "function a.b:c.d() end", "x", "x.y", "x:y", "f() = 1",
  "a, b", "a, f() = 1, 2", "(a) = 1", "return return", "until true", "else", "local x = ", "x = = 1", "x = 1 +", "f(", "f(1,", "f(1 2)", "{}", "'s'", "1 = 2",
  "local 1 = 2", "local t = {1 2}", "local t = {a = }", "local t = {[1 = 2}", "x = }", "goto", "::a", ":: a ::  ::b:", "x = function end", "for", "not x",
  "\n\n\nx = = 2", "if a then\n\n  while b do\n\n end", "f(\n\n1,\n2\n"} do
  print((source:gsub("\n", "~")), select(2, load(source, "=src")))
end
