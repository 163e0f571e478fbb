-- A REST service for users: list, get, create, change and delete them, with an audit log.
--
--   API_TOKEN=secret PORT=3000 DATABASE_PATH=users.db coppermoon app.lua

local honeymoon = require("honeymoon")
local config = require("config")
local auth = require("middleware.auth")
local User = require("models.user")
local user_routes = require("routes.users")

if not config.api_token then
    error("API_TOKEN is not set: nobody could use this service", 0)
end

local users = User.open(config.database_path)
local app = honeymoon.new()

-- Errors that no handler has dealt with: the log gets them all, the client only that there was one.
app:error(function(err, req, res)
    print("error in " .. req.method .. " " .. req.path .. ": " .. tostring(err))
    res:status(500):json({ error = "Internal Server Error" })
end)

app:use(honeymoon.json({ limit = "64kb" }))
app:use("/users", auth.bearer(config.api_token))

-- Load balancers ask this; it needs no token, and is only healthy with its database.
app:get("/health", function(req, res)
    res:json({ status = "ok", users = users:count() })
end)

user_routes(app, users)

app:listen(config.port, function(port)
    print("users service is listening on port " .. port)
end)

users.db:close()
print("users service has stopped")
