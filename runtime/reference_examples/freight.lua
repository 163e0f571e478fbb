local freight = require("freight")
local db = freight.open("sqlite", { database = ":memory:" })
local User = db:model("users", {
  id = freight.primaryKey(),
  name = freight.string(100),
})
db:autoMigrate(User)

User:create({ name = "Ada" })
print(User:count(), User:find(1).name) --> 1	Ada
