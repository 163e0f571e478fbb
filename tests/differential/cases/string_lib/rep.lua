-- Shows rep with separators, zero, negative and huge counts.
print(("ab"):rep(3), ("ab"):rep(3, ","), ("ab"):rep(1, ","), ("ab"):rep(0) == "", ("ab"):rep(-1) == "", ("ab"):rep(0, ",") == "")
print((""):rep(5) == "", (""):rep(3, "-"), (""):rep(1000) == "", ("x"):rep(2, ""), string.rep(5, 3, 0))
print(pcall(string.rep, "x", math.maxinteger))
print(pcall(string.rep, "ab", math.maxinteger // 2 + 1))
print(pcall(string.rep, "", 1 << 40, "sep"))
print(pcall(string.rep)) print(pcall(string.rep, "x")) print(pcall(string.rep, "x", 2, {}))
print(#("abc"):rep(10000), #("é"):rep(10, "ü"))
