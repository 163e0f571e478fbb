-- Shows status and results when the body fails while closing variables.
local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function(_, e) error("close after " .. tostring(e), 0) end}) error("body", 0) end)
print(coroutine.resume(co)) print(coroutine.status(co), coroutine.close(co))
co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("yield in close", e) end}) return "value" end)
print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.status(co))
co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function(_, e) coroutine.yield("yield with error", e) end}) error("err", 0) end)
print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.status(co))
