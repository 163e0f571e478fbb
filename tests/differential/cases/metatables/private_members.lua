-- Shows privacy with closures and with weak tables.
local function account(balance)
  local self = {}
  function self.withdraw(v) if v > balance then return nil, "insufficient" end balance = balance - v return balance end
  return self
end
local acc = account(100)
print(acc.withdraw(30), acc.balance) print(acc.withdraw(100))
local private = setmetatable({}, {__mode = "k"})
local P = {}
P.__index = P
function P.new(secret) local o = setmetatable({}, P); private[o] = {secret = secret}; return o end
function P:reveal() return private[self].secret end
local p = P.new("s3")
print(p:reveal(), p.secret, next(p))
