-- Shows tracebacks of coroutines, suspended and dead.
local function inner() coroutine.yield() local x; x() end
local co = coroutine.create(function() inner() end)
coroutine.resume(co)
print(debug.traceback(co))
print(debug.traceback(co, "msg"))
print(debug.traceback(co, "msg", 1))
print(debug.traceback(co, nil))
print(debug.traceback(co, 12))
print(coroutine.resume(co)) print(debug.traceback(co))
print(debug.traceback(coroutine.create(inner))) print(debug.traceback("main"))
