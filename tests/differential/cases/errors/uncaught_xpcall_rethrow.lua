-- Shows an error rethrown after a handler added to it.
local ok, e = xpcall(function() local t; t.x = 1 end, function(m) return "wrapped: " .. m end)
print(ok, e)
error(e, 0)
