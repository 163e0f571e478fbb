local xunit = require("xunit")
local Account = require("account")
local assert = xunit.assert

local accounts = xunit.suite("accounts")
local events = {}

function accounts:setup_all() events[#events + 1] = "setup_all" end
function accounts:teardown_all() events[#events + 1] = "teardown_all" end
function accounts:setup()
  self.ledger = { record = xunit.spy(nil, "record") }
  self.account = Account.open("ann", self.ledger)
  events[#events + 1] = "setup"
end
function accounts:teardown() events[#events + 1] = "teardown" end

function accounts:test_begins_empty()
  assert.equal(self.account.balance, 0)
  assert.same(self.ledger.record.calls, {})
end

function accounts:test_deposit()
  assert.equal(self.account:deposit(5), self.account)
  assert.equal(self.account:deposit(7).balance, 12)
  assert(self.ledger.record:called_with("deposit", "ann", 7))
  assert(not self.ledger.record:called_with("deposit", "ann"))
  assert.equal(self.ledger.record:count(), 2)
end

function accounts:test_deposit_refuses()
  assert.raises(function() self.account:deposit(0) end, "account.lua:%d+: amount must be positive")
  assert.raises(function() self.account:deposit(1.5) end, "account.lua:%d+: amount must be an integer$")
  assert.raises(function() Account.open(42) end, "main.lua:%d+: owner must be a string")
end

function accounts:test_withdraw()
  self.account:deposit(10)
  assert.equal(self.account:withdraw(3), 7)
  local result, problem, missing = self.account:withdraw(8)
  assert.equal(result, nil)
  assert.equal(problem, "insufficient funds")
  assert.equal(missing, -1)
end

function accounts:test_transfer()
  local other = Account.open("bob")
  self.account:deposit(10)
  self.account:transfer(other, 4)
  assert.same({ self.account.balance, other.balance }, { 6, 4 })
  local ok, problem = pcall(self.account.transfer, self.account, other, 100)
  assert.equal(ok, false)
  assert.same(problem, { code = "transfer", reason = "insufficient funds", missing = 94 })
end

function accounts:test_equality()
  assert.equal(Account.open("x"), Account.open("x"))
  assert.is_not.equal(Account.open("x"), Account.open("y"))
end

accounts:parametrise("sums", { { 1, 2, 3 }, { 10, 20, 30 }, { 5, 5, 11 }, { 2, nil, 2, n = 3 } }, function(self, a, b, sum)
  self.account:deposit(a)
  self.account:deposit(b)
  assert.equal(self.account.balance, sum)
end)

function accounts:test_ledger_breaks()
  self.ledger.record:raises("disk full")
  assert.raises(function() self.account:deposit(1) end, "^disk full$")
  assert.equal(self.account.balance, 1)
end

-- Tests that are meant to fail: their reports are what this program is about.
local failing = xunit.suite("failing")
function failing:test_equal() assert.equal(1, 2) end
function failing:test_message() assert.equal("a", "b", "names") end
function failing:test_same() assert.same({ 1, { x = 2 } }, { 1, { x = 3 } }) end
function failing:test_surplus() assert.same({ a = 1, b = 2 }, { a = 1 }) end
function failing:test_lacking() assert.same({}, { deep = { er = 1 } }) end
function failing:test_types() assert.same({ "1" }, { 1 }) end
function failing:test_eq_metamethod() assert.same({ Account.open("x") }, { Account.open("y") }) end
function failing:test_near() assert.near(1.0001, 1, 0.00001) end
function failing:test_matches() assert.matches("line\nbreak", "^%d+$") end
function failing:test_type() assert.type(1.5, "integer") end
function failing:test_no_error() assert.raises(function() end) end
function failing:test_other_error() assert.raises(function() error("one", 0) end, "two") end
function failing:test_negated() assert.is_not.equal(3, 3) end
function failing:test_plain() assert(false, "plain message") end
function failing:test_plain_nil() assert(nil) end
function failing:test_cycle()
  local t = { 1 }
  t.self = t
  assert.equal(t, 1)
end
function failing:test_in_helper()
  local function helper(x) return (assert.truthy(x)) end
  helper(true)
  helper(false)
end

local erring = xunit.suite("erring")
function erring:setup() self.items = { 1 } end
function erring:test_index() return self.items.first.name end
function erring:test_nested_calls()
  local function inner(x) local y = x.field.field; return y end
  local function outer(x) local y = inner(x); return y end
  outer({})
end
function erring:test_in_module() Account.open("z"):corrupt() ; return 1 end
function erring:test_library() local s = string.rep("x", -1) .. ("x"):rep(1e10, {}); return s end
function erring:test_value() error({}, 0) ; return 1 end
function erring:test_unknown() assert.sane(1) ; return 1 end
function erring:test_unknown_negated() assert.is_not.sane(1) ; return 1 end
function erring:test_number() error(42) end
function erring:test_nil() error(nil) end
erring.nested[1] = xunit.suite("nested")
erring.nested[1].test_fine = function() end
erring.nested[1].test_teardown_order = function(self)
  local order = {}
  do
    local _ <close> = setmetatable({}, { __close = function() order[#order + 1] = "a" end })
    local _ <close> = setmetatable({}, { __close = function() order[#order + 1] = "b" end })
  end
  assert.equal(table.concat(order), "ba")
end

local spies = xunit.suite("spies")
function spies:test_records()
  local spy = xunit.spy(function(a, b) return a, b, "more" end, "pair")
  assert.same({ spy(1, 2) }, { 1, 2, "more" })
  spy(nil, nil)
  assert.equal(spy.calls[2].n, 2)
  assert.equal(tostring(spy), "spy 'pair' (2 calls)")
  assert(spy:called_with(nil, nil))
end
function spies:test_sequence()
  local spy = xunit.spy():returns(0):once(2, function(x) return x * 2 end):once(3, error)
  assert.equal(spy(5), 0)
  assert.equal(spy(5), 10)
  assert.raises(function() spy("third") end, "xunit.lua:%d+: third$")
  assert.equal(spy(5), 0)
end
function spies:test_stub_is_undone()
  local original = string.upper
  do
    local stub <close> = xunit.stub(string, "upper")
    assert.equal(("abc"):upper(), "ABC")
    assert.equal(stub.calls[1][1], "abc")
  end
  assert.equal(string.upper, original)
  pcall(function()
    local _ <close> = xunit.stub(string, "lower", function() return "stubbed" end)
    assert.equal(("ABC"):lower(), "stubbed")
    error("leave")
  end)
  assert.equal(("ABC"):lower(), "abc")
end
function spies:test_as_callback()
  local spy = xunit.spy(function(a, b) return a > b end)
  local list = { 3, 1, 2 }
  table.sort(list, function(a, b) return spy(a, b) end)
  assert.same(list, { 3, 2, 1 })
  assert.truthy(spy:count() >= 2)
  assert.equal((("a.b"):gsub("%a", function(c) return xunit.spy():returns(c .. "!")(c) end)), "a!.b!")
end

local all_passed = true
for _, suite in ipairs { accounts, failing, erring, spies } do
  all_passed = xunit.report(suite:run(), io.write) and all_passed
end
print("events", #events, events[1], events[2], events[3], events[#events])
print(xunit.inspect({ 1, "two", { three = 3 }, [10] = 10, [true] = false, ["a key"] = 0.5, f = print, [2.5] = "x" }))
print(xunit.inspect({ { { { { { {} } } } } } }))
print(select("#", assert.equal(1, 1, "kept")), (select(2, assert(1, "m", "x"))))
os.exit(all_passed and 0 or 3)
