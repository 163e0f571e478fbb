-- Shows debug.traceback as the handler, run while the stack still stands.
local function inner() error("deep") end
local function middle() inner() end
local function outer()
  middle()
end
local ok, tb = xpcall(outer, debug.traceback)
print(tb)
print(select(2, xpcall(function() outer() end, function(m) return debug.traceback("H: " .. m, 1) end)))
print(select(2, xpcall(error, debug.traceback, {}) ) ~= nil)
print(select(2, xpcall(error, debug.traceback, 12)))
print(select(2, xpcall(error, debug.traceback)))
