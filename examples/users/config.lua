-- Settings of the service, all of them from the environment.

local config = {}

-- Port 0 lets the system choose a free one.
config.port = tonumber(os_ext.env("PORT")) or 3000

-- The database file; it is made on the first start.
config.database_path = os_ext.env("DATABASE_PATH") or "users.db"

-- Clients send this token as "Authorization: Bearer <token>".
-- Without it the service refuses to start, rather than serve everybody.
config.api_token = os_ext.env("API_TOKEN")

-- Lists are cut into pages.
config.default_page_size = 20
config.max_page_size = 100

return config
