local honeymoon = require("honeymoon")
local app = honeymoon.new()

app:get("/users/:id", function(req, res)
  res:json({ id = req.params.id })
end)

app:listen(0, function(port)
  local response = http.get("http://127.0.0.1:" .. port .. "/users/7")
  print(response.status, response.body) --> 200	{"id":"7"}
  app:close()
end)
