-- The life of an order.

local Machine = require("machine")

---@class Line
---@field product string
---@field quantity integer
---@field price integer in cents

---@class Order
---@field id integer
---@field lines Line[]
---@field paid integer in cents
---@field tracking string?
---@field log string[]
local Order = {}
Order.__index = Order

---@param order Order
---@param text string
local function note(order, text)
  table.insert(order.log, ("order %d: %s"):format(order.id, text))
end

local definition = Machine.define("Order", "cart", {
  {
    from = "cart",
    event = "submit",
    to = "waiting",
    guard = function(order)
      return #order.lines > 0, "the cart is empty"
    end,
  },
  {
    from = "waiting",
    event = "pay",
    to = "paid",
    ---@param order Order
    ---@param cents integer
    guard = function(order, cents)
      local open = order:total() - order.paid
      if cents < open then
        order.paid = order.paid + cents
        return false, ("%.2f missing"):format((open - cents) / 100)
      end
      return true
    end,
    action = function(order, cents)
      local change = order.paid + cents - order:total()
      order.paid = order:total()
      if change > 0 then
        note(order, ("paid back %.2f"):format(change / 100))
      end
    end,
  },
  { from = "waiting", event = "cancel", to = "cancelled" },
  {
    from = "paid",
    event = "ship",
    to = "shipped",
    guard = function(_, tracking)
      return tracking ~= nil
    end,
    action = function(order, tracking)
      order.tracking = tracking
    end,
  },
  {
    from = "paid",
    event = "cancel",
    to = "cancelled",
    action = function(order)
      note(order, ("refunded %.2f"):format(order.paid / 100))
      order.paid = 0
    end,
  },
  { from = "shipped", event = "deliver", to = "delivered" },
  { from = "shipped", event = "lose", to = "paid" },
})

Order.definition = definition

local last_id = 0

---@return Order
function Order.new()
  last_id = last_id + 1
  local self = setmetatable({ id = last_id, lines = {}, paid = 0, log = {} }, Order)
  self.machine = Machine.new(definition, self)
  return self
end

---@param product string
---@param quantity integer
---@param price integer
---@return Order
function Order:add(product, quantity, price)
  assert(self.machine.state == "cart", "the order is closed")
  self.lines[#self.lines + 1] = { product = product, quantity = quantity, price = price }
  return self
end

---@return integer
function Order:total()
  local total = 0
  for _, line in ipairs(self.lines) do
    total = total + line.quantity * line.price
  end
  return total
end

--- Tells the order what has happened, and writes it down.
---@param event string
function Order:on(event, ...)
  local before = self.machine.state
  local changed, reason = self.machine:fire(event, ...)
  if changed then
    note(self, before .. " -> " .. self.machine.state)
  else
    note(self, "refused: " .. reason)
  end
end

return Order
