-- Shows tostring of every plain value, and that it returns strings unchanged.
print(tostring(nil), tostring(true), tostring(false), tostring(12), tostring(-0.0), tostring(1e15), tostring("s"))
print(type(tostring(nil)), #tostring(nil), tostring(2^63), tostring(math.mininteger))
print((tostring(print):gsub("0x%x+", "ADDR")), (tostring({}):gsub("0x%x+", "ADDR")))
print((tostring(coroutine.create(print)):gsub("0x%x+", "ADDR")), (tostring(io.stdout):gsub("0x%x+", "ADDR")))
print((tostring(function() end):gsub("0x%x+", "ADDR")))
local t, u = {}, {}
print(tostring(t) == tostring(u), select("#", tostring("x")))
print(tostring(t) == tostring(t), ("%s"):format(t) == tostring(t), ("%p"):format(t) == tostring(t):match("0x%x+"))
print(pcall(tostring))
