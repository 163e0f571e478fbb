-- Shows the error of a chain of __index or __newindex that is too long or loops.
local t = {}
setmetatable(t, {__index = t})
print(pcall(function() return t.x end))
local a, b = {}, {}
setmetatable(a, {__newindex = b}) setmetatable(b, {__newindex = a})
print(pcall(function() a.x = 1 end))
local head = {found = "yes"}
for i = 1, 50 do head = setmetatable({}, {__index = head}) end
print(head.found, head.nothing)
print(pcall(function() return setmetatable({}, {__index = 5}).x end))
print(pcall(function() local q = setmetatable({}, {__index = 5}) return q.x end))
print(pcall(function() local q = setmetatable({}, {__newindex = 5}) q.x = 1 end))
print(pcall(function() local q = setmetatable({}, {__newindex = "s"}) q.x = 1 end))
print(setmetatable({}, {__index = "str"}).len == string.len)
