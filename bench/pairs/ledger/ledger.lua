-- Records and classes: accounts with inheritance, a ledger of transactions, errors that are caught.

local Account = {}
Account.__index = Account

function Account.new(owner, balance)
    local self = setmetatable({}, Account)
    self.owner = owner
    self.balance = balance or 0
    self.history = {}
    return self
end

function Account:deposit(amount)
    if amount <= 0 then
        error({ code = "invalid_amount", amount = amount })
    end
    self.balance = self.balance + amount
    self:record("deposit", amount)
end

function Account:withdraw(amount)
    if amount > self:available() then
        error({ code = "insufficient_funds", amount = amount })
    end
    self.balance = self.balance - amount
    self:record("withdraw", amount)
end

function Account:available()
    return self.balance
end

function Account:record(kind, amount)
    self.history[#self.history + 1] = { kind = kind, amount = amount, balance = self.balance }
end

function Account:__tostring()
    return self.owner .. ": " .. self.balance
end

local Checking = setmetatable({}, { __index = Account })
Checking.__index = Checking
Checking.__tostring = Account.__tostring

function Checking.new(owner, balance, overdraft)
    local self = setmetatable(Account.new(owner, balance), Checking)
    self.overdraft = overdraft
    return self
end

function Checking:available()
    return self.balance + self.overdraft
end

local Savings = setmetatable({}, { __index = Account })
Savings.__index = Savings
Savings.__tostring = Account.__tostring

function Savings.new(owner, balance, percent)
    local self = setmetatable(Account.new(owner, balance), Savings)
    self.percent = percent
    return self
end

function Savings:add_interest()
    local interest = self.balance * self.percent // 100
    if interest > 0 then
        self:deposit(interest)
    end
end

local function transfer(from, to, amount)
    from:withdraw(amount)
    to:deposit(amount)
end

local function summary(accounts)
    local totals = { deposit = 0, withdraw = 0 }
    local highest = 0
    for _, account in ipairs(accounts) do
        for _, entry in ipairs(account.history) do
            totals[entry.kind] = totals[entry.kind] + entry.amount
            if entry.balance > highest then
                highest = entry.balance
            end
        end
    end
    return totals, highest
end

local rounds = tonumber(arg[1]) or 12000
local accounts = {}
for i = 1, 20 do
    if i % 2 == 0 then
        accounts[i] = Checking.new("checking " .. i, 100 * i, 50)
    else
        accounts[i] = Savings.new("savings " .. i, 100 * i, 2)
    end
end

local failures = {}
local seed = 42
for round = 1, rounds do
    for _ = 1, 20 do
        seed = (seed * 1103515245 + 12345) % 2147483648
        local from = accounts[seed // 65536 % #accounts + 1]
        seed = (seed * 1103515245 + 12345) % 2147483648
        local to = accounts[seed // 65536 % #accounts + 1]
        local ok, problem = pcall(transfer, from, to, seed % 300)
        if not ok then
            failures[problem.code] = (failures[problem.code] or 0) + 1
        end
    end
    if round % 100 == 0 then
        for _, account in ipairs(accounts) do
            if account.add_interest then
                account:add_interest()
            end
        end
    end
end

for _, account in ipairs(accounts) do
    print(tostring(account))
end
local totals, highest = summary(accounts)
print(totals.deposit, totals.withdraw, highest)
print(failures.insufficient_funds, failures.invalid_amount)
