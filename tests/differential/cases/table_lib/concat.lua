-- Shows table.concat with separators, ranges, numbers and errors (manual 6.6).
local t = {"a", "b", "c", 4, 5.5}
print(table.concat(t), table.concat(t, ", "), table.concat(t, "-", 2), table.concat(t, "-", 2, 3), table.concat(t, "-", 4, 2) == "")
print(table.concat({}), table.concat({}, "x"), table.concat({"only"}, "x"), table.concat({1, 2, 3}, 0), table.concat(t, "", 5, 5))
print(table.concat({[0] = "z", "a"}, ",", 0), table.concat({n = 1, "x"}, ","), table.concat(t, nil, 1, 2))
print(pcall(table.concat, {"a", {}, "c"}))
print(pcall(table.concat, {"a", nil, "c"}, ",", 1, 3))
print(pcall(table.concat, {true}))
print(pcall(table.concat))
print(pcall(table.concat, {}, {}))
print(pcall(table.concat, {"a"}, ",", "x"))
print(pcall(table.concat, {"a"}, ",", 1, 2))
print(table.concat({"x"}, ",", math.maxinteger), pcall(table.concat, {}, ",", math.maxinteger, math.maxinteger))
print(pcall(table.concat, {function() end}))
