-- Shows rawget, rawset, rawlen, rawequal ignoring metamethods, and their argument checks.
local t = setmetatable({1, 2}, {__index = function() return "idx" end, __newindex = function() error "no" end,
  __len = function() return 99 end, __eq = function() return true end})
print(t.x, rawget(t, "x"), #t, rawlen(t), rawlen("abc"), t == setmetatable({}, getmetatable(t)), rawequal(t, {}))
print(rawset(t, "y", 5) == t, rawget(t, "y"), t.y)
print(pcall(rawget, 1, 2))
print(pcall(rawset, "x", 1, 2))
print(pcall(rawlen, 5))
print(pcall(rawequal, 1))
print(pcall(rawget, {}))
print(pcall(rawset, {}, 1))
print(rawget({[1] = "one"}, 1.0))
