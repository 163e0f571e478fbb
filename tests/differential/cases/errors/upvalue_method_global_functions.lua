-- Shows how functions are named in tracebacks.
local function localfn() print((debug.traceback("local"))) end
function globalfn() print((debug.traceback("global"))) end
local t = {}
function t.field() print((debug.traceback("field"))) end
function t:method() print((debug.traceback("method"))) end
local function upvaluecaller() localfn() globalfn() t.field() t:method() end
localfn()
upvaluecaller()
t[1] = localfn
t[1]()
;(function() print(debug.traceback("anonymous")) end)()
pcall(globalfn)
local co = coroutine.create(function() print(debug.traceback("in coroutine")) end)
coroutine.resume(co)
string.gsub("x", "x", function() print(debug.traceback("in gsub")) end)
table.sort({2, 1}, function(a, b) print(debug.traceback("in sort")) return a < b end)
setmetatable({}, {__index = function() print(debug.traceback("in index")) end}).x = nil
local _ = setmetatable({}, {__index = function() print(debug.traceback("in index")) end}).x
for k in function() print(debug.traceback("in iterator")) end do end
