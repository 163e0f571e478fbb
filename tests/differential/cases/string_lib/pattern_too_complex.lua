-- Shows deep pattern recursion being refused and long plain matches working.
local ok, e = pcall(string.match, ("("):rep(250000), ("%("):rep(250000))
print(ok, ok and #e or e)
print(#(("a"):rep(100000)):match("a*"), #(("a"):rep(100000)):match("a-$"), (("ab"):rep(5000)):find(("ab"):rep(1000) .. "$") ~= nil)
print((("x"):rep(1000)):match("^(x*)x$") == ("x"):rep(999), #(("(a"):rep(1000) .. (")"):rep(1000)):match("%b()"))
