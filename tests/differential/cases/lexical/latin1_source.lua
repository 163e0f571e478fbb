-- Shows bytes of a Latin-1 file (é) passing through untouched.
local s = "café ñ"
print(s, #s)
local t = "é"
print(#t, t:byte(1, -1))
print(t == "\xe9", t .. "\xc3")
print([[ü]], #[[ü]])
