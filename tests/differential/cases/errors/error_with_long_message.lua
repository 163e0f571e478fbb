-- Shows messages with newlines, NUL bytes, long text and bytes that are not UTF-8.
print(pcall(error, "two\nlines", 0))
local ok, e = pcall(error, "nul\0byte\xff", 0)
print(#e, e:byte(4, -1))
ok, e = pcall(error, ("x"):rep(1000), 0)
print(#e)
ok, e = pcall(function() error("\n") end)
print(#e, e)
print(pcall(function() error("é \xe9") end))
local t = {["a\nb"] = 1}
print(pcall(function() return t["c\nd"].x end))
print(pcall(function() return t["\xff"].x end))
