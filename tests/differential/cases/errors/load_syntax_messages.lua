-- Shows near tokens in syntax error messages: strings, numbers, long tokens, end of file.
for _, s in ipairs {"x = 'abc' 'def' +", "return 5 5", "local x 'str'", "f(", "x = {", "x = [[long\nstring]] y", "a.b:c = 1", "x = function", "for i = 1, 10 print(i) end",
  "if x = 1 then end", "local function 5() end", "return ...x", "x = a.", "x = a:", "x = a.5", "goto 5", "::5::", "x = 12345678901234567890abc", "break x", "x = ~", "x ~= 1", "x == 1",
  "local a <b", "local a < const > = 1 local a.b = 2", "x = 'a\\", "--[[ unfinished\n\n", "x = #", "x = not", "and x", "x and y", "f() + 1", "x.y.z", "(x)", "(f())", "(f)()()", "x[1]", "x[1", "x[]", "{}"} do
  local f, e = load(s, "=s")
  print((s:gsub("\n", "~")), f and "ok" or e)
end
