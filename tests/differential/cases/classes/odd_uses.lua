-- Classes that are more than classes: each of them has to stay a table.
local function class() local c = {} c.__index = c return c end
local Listed = class()
function Listed.new() return setmetatable({ 1, 2, 3, name = "list" }, Listed) end
function Listed:sum() local n = 0 for _, v in ipairs(self) do n = n + v end return n end
print(Listed.new():sum(), #Listed.new())

local Walked = {}
Walked.__index = Walked
function Walked.new() return setmetatable({ a = 1 }, Walked) end
local names = {}
for k, v in pairs(Walked) do names[#names + 1] = k .. type(v) end
table.sort(names)
print(table.concat(names, " "))
for k, v in pairs(Walked.new()) do print(k, v) end

local Dynamic = {}
Dynamic.__index = Dynamic
for _, name in ipairs({ "x", "y" }) do
    Dynamic["get_" .. name] = function(self) return self[name] end
end
function Dynamic.new(x, y) return setmetatable({ x = x, y = y }, Dynamic) end
print(Dynamic.new(1, 2):get_x(), Dynamic.new(1, 2):get_y())

local Meta = {}
Meta.__index = Meta
function Meta.new() return setmetatable({}, Meta) end
print(getmetatable(Meta.new()) == Meta, getmetatable(Meta), Meta.__index == Meta)

local Callable = setmetatable({}, { __call = function(cls, v) return cls.new(v) end })
Callable.__index = Callable
function Callable.new(v) return setmetatable({ v = v }, Callable) end
Callable.__call = function(self, w) return self.v + w end
print(Callable(3).v, Callable(3)(4))

local Proxy = {}
Proxy.__index = function(t, k) return k .. "!" end
print(setmetatable({}, Proxy).anything)

local Strict = {}
Strict.__index = Strict
Strict.__newindex = function(t, k, v) rawset(t, k, v * 2) end
local strict = setmetatable({}, Strict)
strict.n = 4
print(strict.n, rawget(strict, "n"))

local Switching = {}
Switching.__index = Switching
function Switching:hi() return "hi" end
local plain = { name = "plain" }
print(pcall(function() return plain:hi() end))
setmetatable(plain, Switching)
print(plain:hi())
setmetatable(plain, nil)
print(pcall(function() return plain:hi() end))

local Later = {}
function Later.new() return setmetatable({}, Later) end
function Later:hi() return "later" end
local early = Later.new()
print(pcall(function() return early:hi() end))
Later.__index = Later
print(early:hi())

local Account = { balance = 0 }
function Account:new(o)
    o = o or {}
    setmetatable(o, self)
    self.__index = self
    return o
end
function Account:deposit(v) self.balance = self.balance + v end
local Special = Account:new()
local s = Special:new({ limit = 100 })
s:deposit(7)
print(s.balance, Special.balance, Account.balance, s.limit)
