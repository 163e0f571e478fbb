-- Shows string.sub with positive, negative and far indices.
local s = "hello world"
print(s:sub(1, 5), s:sub(7), s:sub(-5), s:sub(-5, -3), s:sub(0), s:sub(5, 2) == "", s:sub(20) == "")
for _, i in ipairs {-12, -11, -1, 0, 1, 11, 12} do
  for _, j in ipairs {-12, -1, 0, 5, 11, 20} do io.write("[", s:sub(i, j), "]") end
  print()
end
print(s:sub(math.mininteger), s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger), s:sub(1, math.mininteger))
print(s:sub(2.0, 3), s:sub("2", "3"), pcall(s.sub, s))
print(pcall(s.sub, s, 1.5))
print(pcall(s.sub, s, "a"))
print(pcall(s.sub))
print(("日本語"):sub(1, 3), #("日本語"):sub(2, 4), ("日本語"):sub(4, 6), string.sub(12345, 2, 3))
