-- What `baseline.py` does, on the plain server.
local server = http.server.new()

server:get("/text", function(ctx) return ctx:text("hello") end)

server:listen(tonumber(os_ext.env("PORT")))
