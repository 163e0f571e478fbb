-- Shows yields across library functions that cannot be yielded across.
local function try(f) local co = coroutine.create(f); return coroutine.resume(co) end
print(try(function() table.sort({3, 2, 1}, function(a, b) coroutine.yield() return a < b end) end))
print(try(function() string.gsub("abc", ".", function() coroutine.yield() end) end))
print(try(function() return pcall(string.gsub, "abc", ".", coroutine.yield) end))
print(try(function() load(function() coroutine.yield() end) end))
print(try(function() return tostring(setmetatable({}, {__tostring = function() coroutine.yield() return "x" end})) end))
print(try(function() return require("a module that is not there") end) == false)
