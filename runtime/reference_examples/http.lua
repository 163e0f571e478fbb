local server = http.server.new()
server:get("/hello", function(ctx)
  return ctx:status(200):json({ hello = ctx.query.name })
end)

setTimeout(function()
  local response = http.get("http://127.0.0.1:" .. server._port .. "/hello?name=moon")
  print(response.status, response.body) --> 200	{"hello":"moon"}
  server:close()
end, 0)
server:listen(0)
