-- What `baseline.py` does, on HoneyMoon.
local honeymoon = require("honeymoon")
local app = honeymoon.new()

app:disable("etag")
app:use(function(req, res, next)
    res:set("X-Request", req.method)
    next()
end)

app:use("/static", honeymoon.static(arg[0]:match("^(.*)/") .. "/static"))

for i = 1, 10 do
    app:use("/ten", function(req, res, next)
        req["step" .. i] = i
        next()
    end)
end

app:get("/text", function(req, res) res:text("hello") end)

app:get("/users/:id", function(req, res)
    res:json({ id = req.params.id, name = "User " .. req.params.id, tags = { "a", "b", "c" }, active = true })
end)

app:post("/echo", honeymoon.json(), function(req, res)
    local data = req:json()
    data.size = #req.body
    res:status(201):json(data)
end)

app:get("/wait", function(req, res)
    time.sleep(20)
    res:text("waited")
end)

app:get("/ten/steps", function(req, res) res:text("step " .. req.step10) end)

app:listen(tonumber(os_ext.env("PORT")))
