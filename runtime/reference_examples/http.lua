local server = http.server.new()
server:get("/hello", function(ctx)
  return ctx:status(200):json({ hello = ctx.query.name })
end)

server:listen(0, function(port)
  setTimeout(function()
    local response = http.get("http://127.0.0.1:" .. port .. "/hello?name=moon")
    print(response.status, response.body)
    server:close()
  end, 0)
end)
--> CopperMoon server listening on http://127.0.0.1:PORT
--> 200	{"hello":"moon"}
