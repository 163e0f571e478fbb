-- A report about the sales of some months, as plain text.

local layout = require("layout")
local sales = require("sales")

local MONTHS = { "January", "February", "March", "April" }

-- Rows as records, with the amount worked out.
local orders = {}
for _, row in ipairs(sales) do
  local date, region, product, quantity, price = table.unpack(row)
  local month = tonumber(date:match("^%d+%-(%d+)"))
  orders[#orders + 1] = {
    date = date,
    month = month,
    region = region,
    product = product,
    quantity = quantity,
    amount = quantity * price,
  }
end

-- Sums of the amounts by a field, in descending order.
local function totals_by(field)
  local sums, counts = {}, {}
  for _, order in ipairs(orders) do
    local key = order[field]
    sums[key] = (sums[key] or 0) + order.amount
    counts[key] = (counts[key] or 0) + order.quantity
  end
  local result = {}
  for key, sum in pairs(sums) do
    table.insert(result, { key = key, sum = sum, count = counts[key] })
  end
  table.sort(result, function(a, b)
    if a.sum ~= b.sum then
      return a.sum > b.sum
    end
    return a.key < b.key
  end)
  return result
end

local function grand_total()
  local total, count = 0, 0
  for _, order in ipairs(orders) do
    total = total + order.amount
    count = count + order.quantity
  end
  return total, count
end

local function print_group(title, field)
  print(layout.heading(title))
  local groups = totals_by(field)
  local total = grand_total()
  local rows = {}
  for i, group in ipairs(groups) do
    rows[i] = { i, group.key, group.count, group.sum, group.sum / total * 100 }
  end
  print(layout.grid({
    { title = "#", align = "right" },
    { title = field:gsub("^%l", string.upper) },
    { title = "Pieces", align = "right" },
    { title = "Amount", align = "right", format = layout.money },
    { title = "Share", align = "right", format = function(share)
      return ("%.1f %%"):format(share)
    end },
  }, rows))
end

local function print_months()
  print(layout.heading("Months"))
  local sums = {}
  local most = 0
  for _, order in ipairs(orders) do
    local sum = (sums[order.month] or 0) + order.amount
    sums[order.month] = sum
    most = math.max(most, sum)
  end
  for month, name in ipairs(MONTHS) do
    local sum = sums[month] or 0
    print(("%-9s %s %12s"):format(name, layout.bar(sum, most), layout.money(sum)))
  end
  print()
end

local function print_summary()
  local total, count = grand_total()
  local best = orders[1]
  for i = 2, #orders do
    if orders[i].amount > best.amount then
      best = orders[i]
    end
  end
  local text = "From " .. orders[1].date .. " to " .. orders[#orders].date .. " there were " .. #orders
    .. " orders of " .. count .. " pieces for " .. layout.money(total) .. " altogether, "
    .. string.format("%.2f", total / #orders) .. " an order. The largest one was " .. best.quantity
    .. " times " .. best.product:lower() .. " for " .. layout.money(best.amount)
    .. " in the " .. best.region .. "."
  print(layout.heading("Summary"))
  for _, line in ipairs(layout.wrap(text)) do
    print(line)
  end
end

print_group("Regions", "region")
print_group("Products", "product")
print_months()
print_summary()
