-- Shows messages for characters that begin no token.
for _, source in ipairs {"x = @", "x = $1", "x = 1 ! 2", "x = a ? b", "\\", "x = `a`", "x = {1,2", "\1", "x = \200", "x = 'a' & | 2",
                         "x != 1", "x += 1", "a.1 = 2", "x = }", "x = a..b c"} do
  print(select(2, load(source, "=src")))
end
