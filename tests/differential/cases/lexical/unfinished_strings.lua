-- Shows the messages of strings and long brackets that do not end.
for _, source in ipairs {'x = "abc', "x = 'abc\n'", "x = [[abc", "x = [==[abc]]", "--[[ abc", 'x = "\\', "x = [=abc",
                         'x = "a\nb"', "x = '"} do
  print(select(2, load(source, "=src")))
end
