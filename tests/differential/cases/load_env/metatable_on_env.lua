-- Shows __index and __newindex on a sandbox chain of environments.
local base = {print = print, level = "base"}
local child = setmetatable({level = "child"}, {__index = base})
local leaf = setmetatable({}, {__index = child, __newindex = child})
load("print(level); level = 'set'; print(level); other = 1", "c", "t", leaf)()
print(rawget(leaf, "level"), child.level, base.level, child.other)
local calls = {}
local spy = setmetatable({}, {__index = function(_, k) calls[#calls + 1] = k return _G[k] end})
load("for i, v in ipairs({1, 2}) do tostring(v) end return #select('#', 1) == nil", "c", "t", spy) 
pcall(load("for i, v in ipairs({1, 2}) do tostring(v) end", "c", "t", spy))
print(table.concat(calls, " "))
