-- Shows objects, closures, errors and logs in a small simulation.
local Account = {}
Account.__index = Account
local log = {}
local function emit(...) log[#log + 1] = string.format(...) end
function Account.new(owner, balance)
  return setmetatable({owner = owner, balance = balance or 0, history = {}}, Account)
end
function Account:deposit(v)
  if type(v) ~= "number" or v <= 0 then error("invalid amount: " .. tostring(v), 2) end
  self.balance = self.balance + v
  self.history[#self.history + 1] = v
  emit("%s +%d", self.owner, v)
  return self
end
function Account:withdraw(v)
  if v > self.balance then error({code = "funds", need = v - self.balance}) end
  self.balance = self.balance - v
  self.history[#self.history + 1] = -v
  emit("%s -%d", self.owner, v)
  return self
end
Account.__tostring = function(a) return ("%s: %d"):format(a.owner, a.balance) end
Account.__lt = function(a, b) return a.balance < b.balance end
Account.__concat = function(a, b) return tostring(a) .. tostring(b) end
local function transfer(from, to, v)
  local ok, e = pcall(function() from:withdraw(v) to:deposit(v) end)
  if not ok then if type(e) == "table" then return false, e.code .. " " .. e.need end return false, e end
  return true
end
local a, b = Account.new("ann", 100), Account.new("bob")
print(transfer(a, b, 30))
print(transfer(a, b, 300))
print(transfer(a, b, -5))
print(pcall(a.deposit, a, "x"))
print(pcall(function() a:deposit(0) end))
print(tostring(a), tostring(b), b < a, a .. "; " .. b)
print(table.concat(log, ", "), #a.history, a:deposit(1):withdraw(2).balance)
