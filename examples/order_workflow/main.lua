-- Takes some orders through their lives.

local Order = require("order")

local function show(order)
  for _, line in ipairs(order.log) do
    print(line)
  end
  print(("order %d is %s, %.2f paid, %s"):format(
    order.id,
    order.machine.state,
    order.paid / 100,
    order.machine:is_done() and "done" or "may " .. table.concat(Order.definition:events(order.machine.state), ", ")
  ))
  print("  " .. table.concat(order.machine.history, " > "))
end

local first = Order.new()
first:on("submit")
first:add("Lamp", 2, 2490):add("Chair", 1, 8900)
first:on("submit")
first:on("ship", "T-1")
first:on("pay", 5000)
first:on("pay", 10000)
first:on("ship")
first:on("ship", "T-1")
first:on("lose")
first:on("ship", "T-2")
first:on("deliver")
show(first)

local second = Order.new():add("Shelf", 1, 12900)
second:on("submit")
second:on("pay", 12900)
second:on("cancel")
second:on("pay", 1)
show(second)

local third = Order.new():add("Table", 1, 34950)
third:on("submit")
show(third)
print(pcall(third.add, third, "Lamp", 1, 2490))
print(Order.definition:to_dot())
