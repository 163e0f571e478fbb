-- Shows escapes, line breaks in strings, and numbers glued to operators.
print("a\
b", 'c\
d', "\z
     skipped", "x\z y", "\65\066\0067", "\x41\u{42}\u{20AC}", '\'', "\"", '"', "'", "\\n", "tab\tbell\a" == "tab\9bell\7", "\v\f\b\r" == "\11\12\8\13", #"\0\00\000", "\u{7FFFFFFF}" == utf8.char(0x7FFFFFFF), "a\z

   b")
print(1 ..2, 1. ..2, 0x1p4, 0xA, 0Xa.8P1, 1e-2, 1E+2, 3 .. "", .5, 5., 0x.1, 0x1., 1//1, 2^-1, - -1, not not nil, -0x10, 1e0, 00012, 0x00ff)
print(#"abc" .. "d", -"2" ^ 2, 2 ^ - 1, 1 - -1, 1 --comment
  - 2, "a" .. 1 + 2 .. "b", 1 < 2 and 2 < 3, ("x"):rep(2) .. "y", ({1, 2})[2], (function() return 9 end)(), #{1, 2, 3} + 1, "%d" == '%d', [[a]] .. [[b]]) ; ; ; print "call with string" print [[long]]
