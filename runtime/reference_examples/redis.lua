local redis = require("redis")
local client = redis.connect("127.0.0.1", 6379)
client:set("reference:example", "moon")
print(client:get("reference:example"), client:del("reference:example")) --> moon	1
client:close()
