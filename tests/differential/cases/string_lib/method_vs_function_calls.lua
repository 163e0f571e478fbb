-- Shows string functions through the library table, locals, methods on expressions and results.
local format, rep = string.format, string.rep
print(format("%s", rep("x", 2)), ("%s"):format(("x"):rep(2)), string["format"]("%d", 3), (("a"):rep(3)):upper():lower():len())
local s = "abc"
print(s:sub(1, 1):byte(), s:sub(-1):rep(2), #s:rep(3), s:find(s:sub(2)), -s:len(), s:upper() .. s, s:len() + 1, not s:find "z")
print((s .. "d"):upper(), (1 .. ""):rep(2), ("x"):rep(3):gsub("x", "y"))
local t = {f = string.upper, s = "q"}
print(t.f(t.s), t.s:upper(), t.s.upper("z"), (t.s):rep(2))
print(string.format == ("").format, getmetatable("").__index == string)
