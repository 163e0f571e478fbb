-- Shows a source file with CRLF line ends: lines count once, strings hold \n.
local s = [[
one
two]]
print(#s, s:byte(4))
local t = "a\
b"
print(#t, t:byte(1, -1))
-- comment
print(pcall(error, "x"))
print(select(2, pcall(function() error("here") end)))
