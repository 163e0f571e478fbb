-- Shows right-associative concatenation of many operands and number formats.
local a, b = "x", 7
print(a .. b .. 1.5 .. -2 .. "y" .. 2^53 .. "")
local s = ""
for i = 1, 10 do s = s .. i .. (i < 10 and "-" or "") end
print(s, #s)
print(("a" .. "b") .. ("c" .. "d"), 1 .. "", "" .. "")
print(#(("ab"):rep(1000) .. "c"))
