-- Plugins that know nothing of each other, on one bus.

local Bus = require("bus")
local plugins = require("plugins")

local bus = Bus.new()
bus.on_error = function(problem, event)
  print("  error in " .. event.topic .. ": " .. tostring(problem))
end

local stock = { lamp = 3, chair = 1 }
local seen = plugins.guard(bus, { mallory = true })
plugins.stock(bus, stock)
local counts = plugins.metrics(bus)
local stop_log = plugins.log(bus, "#")

bus:once("order.created", function(event)
  print("  the first order is of " .. event.data.customer)
end)

local function emit(topic, data)
  print(topic)
  local delivered = bus:emit(topic, data)
  print("  -> " .. delivered)
end

emit("order.created", { customer = "ada", items = { lamp = 1 } })
emit("order.created", { customer = "mallory", items = { lamp = 1 } })
emit("order.created", { customer = "grace", items = { chair = 1 } })
emit("order.created", { customer = "kim", items = { chair = 1 } })
emit("order.item.added", { customer = "kim", product = "lamp" })
emit("user.login", { name = "lee" })

stop_log()
emit("user.logout", { name = "lee" })
print(seen(), stock.lamp, stock.chair)

local areas = {}
for area in pairs(counts) do
  areas[#areas + 1] = area
end
table.sort(areas)
for _, area in ipairs(areas) do
  print(area, counts[area])
end
print("unknown", counts.unknown)

-- Without a handler, errors reach the one who has published.
bus.on_error = nil
bus:on("crash", function()
  error("listener failed", 0)
end)
local ok, message = pcall(bus.emit, bus, "crash")
print(ok, message)
