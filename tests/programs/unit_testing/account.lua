-- What the suite tests: accounts with a ledger that is handed in.
local Account = {}
Account.__index = Account
Account.__eq = function(a, b) return a.owner == b.owner and a.balance == b.balance end
Account.__tostring = function(self) return ("Account(%s, %d)"):format(self.owner, self.balance) end

function Account.open(owner, ledger)
  if type(owner) ~= "string" then error("owner must be a string", 2) end
  return setmetatable({ owner = owner, balance = 0, ledger = ledger }, Account)
end

function Account:deposit(amount)
  assert(math.type(amount) == "integer", "amount must be an integer")
  if amount <= 0 then error("amount must be positive") end
  self.balance = self.balance + amount
  if self.ledger then self.ledger.record("deposit", self.owner, amount) end
  return self
end

function Account:withdraw(amount)
  if amount > self.balance then
    return nil, "insufficient funds", self.balance - amount
  end
  self.balance = self.balance - amount
  if self.ledger then self.ledger.record("withdraw", self.owner, amount) end
  return self.balance
end

function Account:transfer(other, amount)
  local ok, problem = self:withdraw(amount)
  if not ok then error({ code = "transfer", reason = problem, missing = amount - self.balance }) end
  other:deposit(amount)
end

function Account:corrupt() return self.limits.daily + 1 end

return Account
