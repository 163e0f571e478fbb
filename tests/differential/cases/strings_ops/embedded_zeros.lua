-- Shows strings with NUL bytes through all kinds of operations.
local s = "a\0b\0c"
print(#s, s == "a\0b\0c", s == "a", s:find("\0", 1, true), s:find("b"))
print(s:gsub("\0", "."), s:rep(2):len(), s:upper():byte(1, -1))
print(("%s"):format(s) == s, #("%s|"):format(s), tostring(s) == s)
local t = {[s] = "found"}
print(t["a\0b\0c"], t["a"])
print((s .. "\0"):len(), s:reverse():byte(1, -1))
io.write(s, "\n")
print(s:match("%z(.)"), s:match("[%z]b"), s:match("^[^\0]*"))
