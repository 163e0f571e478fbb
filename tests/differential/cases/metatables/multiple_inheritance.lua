-- Shows lookups through a list of parents with caching.
local function search(k, parents) for _, p in ipairs(parents) do local v = p[k] if v ~= nil then return v end end end
local function class(...)
  local parents = {...}
  local c = setmetatable({}, {__index = function(t, k) local v = search(k, parents); t[k] = v; return v end})
  c.__index = c
  function c:new(o) return setmetatable(o or {}, c) end
  return c
end
local Named = {getname = function(self) return self.name end, setname = function(self, n) self.name = n end, who = "named"}
local Account = {deposit = function(self, v) self.balance = (self.balance or 0) + v return self.balance end, who = "account"}
local NamedAccount = class(Account, Named)
local a = NamedAccount:new {name = "Paul"}
a:setname("Ann")
print(a:getname(), a:deposit(10), a:deposit(5), a.who, a.missing, rawget(NamedAccount, "deposit") == Account.deposit)
