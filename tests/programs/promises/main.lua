local Promise = require("promise")
local signals = require("signals")
local async, await = Promise.async, Promise.await

local log = {}
local function note(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = tostring((select(i, ...))) end
  log[#log + 1] = table.concat(out, " ")
end
local function section(name, f)
  log = {}
  local result = f()
  local steps, unhandled = Promise.run()
  print("-- " .. name .. (" (%d steps)"):format(steps))
  for _, line in ipairs(log) do print("  " .. line) end
  for _, problem in ipairs(unhandled) do print("  unhandled: " .. problem) end
  if result then print("  " .. (tostring(result):gsub("%d+", "#"))) end
end

section("order", function()
  note("one")
  Promise.resolve("three"):next(note):next(function() note("five") end)
  Promise.resolve("four"):next(note)
  note("two")
end)
section("chain", function()
  return Promise.resolve(1):next(function(v) return v + 1 end):next(function(v) return v * 10, "second" end):next(function(...) note("got", ...) return ... end)
    :next(nil, function() note("never") end):next(function(a, b) note(a, b) end)
end)
section("errors", function()
  Promise.new(function() error("thrown") end):catch(function(e) note("caught", e) return "recovered" end):next(note)
  Promise.new(function() local x; return x.y end):catch(note)
  Promise.reject({ code = 7 }):catch(function(e) note("code", e.code) end)
  Promise.resolve():next(function() error("in next", 0) end):next(note):next(note):catch(function(e) note("passed on", e) end)
  Promise.resolve():next(function() error() end):catch(function(...) note("nil error", select("#", ...), ...) end)
  return Promise.reject("nobody")
end)
section("unhandled", function()
  Promise.reject("first"):next(note)
  local late = Promise.reject("late")
  Promise.resolve():next(function() late:catch(function(e) note("caught late", e) end) end)
end)
section("settling once", function()
  local keep
  local p = Promise.new(function(fulfil, reject)
    keep = reject
    fulfil("a")
    fulfil("b")
    reject("c")
    error("ignored")
  end)
  keep("d")
  p:next(note, note)
  local own
  own = Promise.new(function(fulfil) enqueue_self = fulfil end)
  enqueue_self(own)
  own:catch(note)
  enqueue_self = nil
end)
section("thenables", function()
  Promise.resolve({ next = function(_, fulfil) fulfil("from thenable") fulfil("again") end }):next(note)
  Promise.resolve({ next = function(_, _, reject) reject("no") end }):catch(note)
  Promise.resolve({ next = function() error("bad thenable", 0) end }):catch(note)
  Promise.resolve({ next = setmetatable({}, { __call = function(_, self, fulfil) fulfil(type(self)) end }) }):next(note)
  Promise.resolve(setmetatable({}, { __index = function(_, k) error("no " .. k) end })):next(function(v) note("plain", type(v)) end)
  Promise.resolve():next(function() return Promise.resolve("inner"):next(function(v) return v .. "!" end) end):next(note)
end)
section("finally", function()
  Promise.resolve("value"):finally(function() note("clean 1") return "ignored" end):next(note)
  Promise.reject("problem"):finally(function() note("clean 2") end):catch(note)
  Promise.resolve("x"):finally(function() error("in finally", 0) end):catch(note)
end)
section("combinations", function()
  local function later(n, value, fails)
    local p = Promise.resolve()
    for _ = 1, n do p = p:next(function() end) end
    return p:next(function() if fails then error(value, 0) end return value end)
  end
  Promise.all({ later(3, "a"), later(1, "b"), "c" }):next(function(r) note("all", table.concat(r, ",")) end)
  Promise.all({ later(3, "a"), later(1, "broken", true) }):catch(function(e) note("all fails", e) end)
  Promise.all({}):next(function(r) note("empty", #r) end)
  Promise.race({ later(3, "slow"), later(1, "fast") }):next(function(r) note("race", r) end)
  Promise.any({ later(1, "x", true), later(4, "ok"), later(2, "y", true) }):next(function(r) note("any", r) end)
  Promise.any({ later(1, "x", true), later(2, "y", true) }):catch(function(e) note(e) end)
  Promise.settled({ later(1, "x", true), 5 }):next(function(r) note("settled", r[1][1], r[1][2], r[2][1], r[2][2]) end)
  local _ = (later(1, 1) & later(2, 2)) >> function(r) note("and", r[1] + r[2]) end
  _ = (later(5, 1) | later(2, 2)) >> function(r) note("or", r) end
end)
section("async", function()
  local add = async(function(a, b)
    note("start", a, b)
    local x = await(a)
    local y, z = await(Promise.resolve(b, "extra"))
    note("awaited", x, y, z)
    return x + y, "second"
  end)
  local fails = async(function() await(nil) error("async failure") end)
  local main = async(function(...)
    note("sum", await(add(1, 2)))
    local ok, problem = pcall(await, fails())
    note(ok, problem)
    local guard <close> = setmetatable({}, { __close = function(_, e) note("closed", e) end })
    for i = 1, 3 do if await(i) == 2 then break end end
    note("varargs", select("#", ...), (select(-1, ...)))
    local results = await(Promise.all { add(3, 4), add(5, 6) })
    note("both", table.concat(results, ","))
    await(fails())
  end)
  main(1, nil, "last"):catch(function(e) note("main", e) end)
  note("after start")
end)
section("async recursion", function()
  local fib
  fib = async(function(n) if n < 2 then return n end return await(fib(n - 1)) + await(fib(n - 2)) end)
  fib(10):next(function(v) note("fib", v) end)
  local walk = async(function(tree, visit)
    if not tree then return 0 end
    local left = await(walk_again(tree.left, visit))
    visit(tree.value)
    return left + 1 + await(walk_again(tree.right, visit))
  end)
  walk_again = walk
  local order = {}
  walk({ value = 2, left = { value = 1 }, right = { value = 3, right = { value = 4 } } }, function(v) order[#order + 1] = v end)
    :next(function(n) note("walked", n, table.concat(order, " ")) end)
end)
section("await elsewhere", function()
  note(pcall(await, 1))
  coroutine.wrap(function() note(pcall(await, 1)) end)()
  note((select(2, pcall(function() return Promise.new(5).state end))))
  note(pcall(function() return Promise.resolve(1) + 1 end))
end)
section("many", function()
  local total = 0
  for i = 1, 300 do Promise.resolve(i):next(function(v) return v * 2 end):next(function(v) total = total + v end) end
  local p = Promise.resolve(0)
  for _ = 1, 300 do p = p:next(function(v) return v + 1 end) end
  p:next(function(v) note("total", total, "chain", v) end)
end)

-- Signals
print("-- signals")
local first, last = signals.signal("Ann"), signals.signal("Lee")
local computations = 0
local full = signals.computed(function()
  computations = computations + 1
  return first() .. " " .. last()
end)
local shown = {}
local stop = signals.effect(function()
  shown[#shown + 1] = full()
  return function() shown[#shown + 1] = "(gone)" end
end)
first("Bob")
first("Bob")
signals.batch(function()
  first("Cid")
  last("Ray")
  first("Dee")
end)
print(table.concat(shown, ", "), computations, full(), tostring(first))
do local closing <close> = stop end
first("Eve")
print(table.concat(shown, ", "), full(), computations)
local use_a, a, b = signals.signal(true), signals.signal("a"), signals.signal("b")
local runs = {}
local _ <close> = signals.effect(function() runs[#runs + 1] = use_a() and a() or b() end)
b("b2")
a("a2")
use_a(false)
a("a3")
b("b3")
print(table.concat(runs, " "))
local n = signals.signal(1)
local double = signals.computed(function() return n() * 2 end)
local parity = signals.computed(function() return double() % 4 == 0 and "even" or "odd" end)
local sum, own = signals.computed(function() return double() + #parity() end)
print(sum(), parity(), n(5), sum(), own.computations, sum(), own.computations)
local broken = signals.computed(function() return n() + nil end)
print(pcall(broken))
print(pcall(broken))
local needs_itself
needs_itself = signals.computed(function() return needs_itself() end)
print(pcall(needs_itself))
print(pcall(signals.batch, function(x) n(x) error("in batch", 0) end, 9), n(), double())
print(pcall(signals.effect, function() error("in effect", 0) end))
local items = signals.signal({ count = 3 }, function(x, y) return x.count == y.count end)
local changes = 0
local counting <close> = signals.effect(function() changes = changes + items.count end)
items({ count = 3 })
items({ count = 4 })
print(changes, items.count, pcall(function() return n.field end))
