-- Loads the settings of a program from several places, and shows what came out.

local Config = require("config")

local BASE = [[
name = "shop"        ; of the program
debug = off

[server]
port = 9000
tags = [web, public]

[database]
url = "sqlite:///var/lib/${main.name}.db"
]]

local PRODUCTION = [[
[server]
host = 0.0.0.0
timeout = 2.5

[database]
driver = postgresql
url = postgresql://${server.host}:5432/${main.name}
pool = 16
]]

local BROKEN = [[
[server]
port = 70000
timeout = soon
hots = example.com

[database]
driver = oracle
url = ${main.nmae}
]]

---@param config Config
local function show(config)
  ---@type string[]
  local names = {}
  for name in pairs(config.origin) do
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = config:get(name)
    if type(value) == "table" then
      value = "[" .. table.concat(value, ", ") .. "]"
    end
    print(("%-17s %-36s %s"):format(name, tostring(value), config.origin[name]))
  end
end

---@param title string
---@param config Config
local function report(title, config)
  print("-- " .. title)
  if config:check() then
    show(config)
    return
  end
  for _, problem in ipairs(config.problems) do
    print("! " .. problem)
  end
end

report("development", Config.new():load(BASE, "base.ini"):expand())

local environment = { APP_SERVER_PORT = "80", APP_MAIN_DEBUG = "true", HOME = "/srv" }
report("production", Config.new()
  :load(BASE, "base.ini")
  :load(PRODUCTION, "production.ini")
  :load_environment(environment, "APP")
  :expand())

report("broken", Config.new():load(BROKEN, "broken.ini"):expand())
report("unreadable", Config.new():load("name = x\n[server\nport = 1", "bad.ini"))
report("empty", Config.new())
