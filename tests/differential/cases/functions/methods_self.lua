-- Shows colon calls and definitions, dotted names and explicit self.
local account = {balance = 0}
function account:deposit(v) self.balance = self.balance + v; return self end
function account.withdraw(self, v) self.balance = self.balance - v; return self end
account:deposit(100):withdraw(30):deposit(5)
print(account.balance, account.deposit(account, 1).balance)
local other = {balance = 1, deposit = account.deposit}
print(other:deposit(2).balance, account.balance)
local a = {b = {c = {}}}
function a.b.c.f(x) return x end
function a.b.c:g(x) return self == a.b.c, x end
print(a.b.c.f(1), a.b.c:g(2))
print(a.b.c:g())
local key = "deposit"
print(account[key](account, 10) == account, account.balance)
function account:va(...) return self == account, select("#", ...), ... end
print(account:va(1, nil))
function account:self() return self end
print(account:self() == account)
