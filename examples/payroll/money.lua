-- Amounts of money with a currency: a value class with operators.

---@class Money
---@field cents integer
---@field currency string
---@operator add(Money): Money
---@operator sub(Money): Money
---@operator mul(number): Money
local Money = {}
Money.__index = Money

setmetatable(Money, {
  ---@param amount number
  ---@param currency string?
  ---@return Money
  __call = function(class, amount, currency)
    return setmetatable({ cents = math.floor(amount * 100 + 0.5), currency = currency or "EUR" }, class)
  end,
})

---@param a Money
---@param b Money
local function check(a, b)
  if a.currency ~= b.currency then
    error(("cannot mix %s and %s"):format(a.currency, b.currency), 3)
  end
end

---@param cents integer
---@param currency string
---@return Money
local function of_cents(cents, currency)
  return setmetatable({ cents = cents, currency = currency }, Money)
end

function Money.__add(a, b)
  check(a, b)
  return of_cents(a.cents + b.cents, a.currency)
end

function Money.__sub(a, b)
  check(a, b)
  return of_cents(a.cents - b.cents, a.currency)
end

function Money.__mul(a, factor)
  return of_cents(math.floor(a.cents * factor + 0.5), a.currency)
end

function Money.__eq(a, b)
  return a.cents == b.cents and a.currency == b.currency
end

function Money.__lt(a, b)
  check(a, b)
  return a.cents < b.cents
end

function Money.__le(a, b)
  return not (b < a)
end

--- With a comma a thousand.
function Money.__tostring(self)
  local whole = tostring(math.abs(self.cents) // 100):reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  local sign = self.cents < 0 and "-" or ""
  return ("%s%s.%02d %s"):format(sign, whole, math.abs(self.cents) % 100, self.currency)
end

return Money
