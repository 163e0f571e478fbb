-- Shows # counting bytes.
print(#"", #"abc", #"é", #"日本", #"\0\0", #"a\0b", #"🎈", #"\xff\xfe")
print(#("é" .. "é"), #("é"):sub(1, 1), #(12 .. ""), # "x" + 1)
local s = "e\u{301}"
print(#s, s:byte(1, -1))
print(pcall(function() return #5 end))
print(pcall(function() return #nil end))
print(pcall(function() return #print end))
print(pcall(function() local x = true return #x end))
