-- What listens in this example: each plugin is a function that subscribes.

local plugins = {}

-- Keeps the stock, and tells when something runs out.
function plugins.stock(bus, amounts)
  bus:on("order.created", function(event)
    for product, count in pairs(event.data.items) do
      amounts[product] = (amounts[product] or 0) - count
      if amounts[product] < 0 then
        error("not enough of " .. product, 0)
      elseif amounts[product] == 0 then
        bus:emit("stock.empty", { product = product })
      end
    end
  end, { priority = 10 })
end

-- Stops orders of customers that are blocked, before anybody else sees them.
function plugins.guard(bus, blocked)
  local seen = 0
  bus:on("order.*", function(event)
    seen = seen + 1
    if blocked[event.data.customer] then
      print("  guard: blocked " .. event.data.customer)
      event.stop()
    end
  end, { priority = 100 })
  return function()
    return seen
  end
end

-- Counts events by the first part of their topic.
function plugins.metrics(bus)
  local counts = setmetatable({}, { __index = function() return 0 end })
  bus:on("#", function(event)
    local area = event.topic:match("^[^.]+")
    counts[area] = counts[area] + 1
  end, { priority = -10 })
  return counts
end

-- Prints what happens.
function plugins.log(bus, topic)
  local number = 0
  return bus:on(topic, function(event)
    number = number + 1
    local words = {}
    for key, value in pairs(event.data) do
      if type(value) ~= "table" then
        words[#words + 1] = key .. "=" .. tostring(value)
      end
    end
    table.sort(words)
    print(("  %02d %s %s"):format(number, event.topic, table.concat(words, " ")))
  end)
end

return plugins
