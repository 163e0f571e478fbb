local Database = require("database")
local Proxy = require("proxy")

local function check(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do
    local v = out[i]
    if type(v) == "table" and getmetatable(v) == nil then
      local items = {}
      for k, item in ipairs(v) do items[k] = tostring(item) end
      v = "[" .. table.concat(items, " ") .. "]"
    end
    out[i] = tostring(v)
  end
  print(("%-12s %s"):format(label, table.concat(out, " | ")))
end

local journal, events = {}, {}
local db = Database.open(function(line) journal[#journal + 1] = line end)
db:define("team", { name = "!string", city = "string" }, { unique = { "name" } })
db:define("person", { name = "!string", age = "integer", salary = "number", team = "team", boss = "person", active = "boolean" }, {
  index = { "team", "age" },
  unique = { "name" },
  check = { age = function(age) return age >= 0 and age < 150 end },
  computed = {
    label = function(p) return p.name:upper() .. (p.age and " (" .. p.age .. ")" or "") end,
    chain = function(p) return p.boss and p.name .. " < " .. p.boss.chain or p.name end,
  },
  methods = { birthday = function(p) p.age = p.age + 1 return p.age end },
})
db:on("create:.*", function(event, id) events[#events + 1] = event .. id end)
db:on("update:person", function(event, id, new, old) events[#events + 1] = ("%s%d %s>%s"):format(event, id, tostring(old.age), tostring(new.age)) end)
db:on("delete:.*", function(event, id) events[#events + 1] = event .. id end)

-- Filling
local copper, zinc
db:transact(function(s)
  copper = s:create("team", { name = "Copper", city = "Falun" })
  zinc = s:create("team", { name = "Zinc" })
  local ann = s:create("person", { name = "Ann", age = 41, salary = 5200.5, team = copper, active = true })
  local bob = s:create("person", { name = "Bob", age = 29, salary = 3100, team = copper, boss = ann, active = true })
  s:create("person", { name = "Cid", age = 35, team = zinc, boss = bob, active = false })
  s:create("person", { name = "Dee", age = 29, salary = 4000, team = zinc, boss = ann, active = true })
  s:create("person", { name = "Eve" })
end)
check("journal", #journal, journal[1], journal[3], journal[7])
check("events", table.concat(events, " "))

-- Reading
do
  local s <close> = db:begin({ read_only = true })
  local ann, cid = s:get("person", 1), s:get("person", 3)
  check("fields", ann.name, ann.age, ann.salary, ann.team, ann.team.city, ann.boss, ann.nothing)
  check("computed", ann.label, cid.chain, s:get("person", 5).label)
  check("identity", ann == s:get("person", 1), rawequal(ann, s:get("person", 1)), ann == cid, cid.boss.boss == ann, ann < cid, cid <= ann)
  check("length", #ann, #s:get("person", 5), tostring(ann), ann .. "!", getmetatable(ann), type(ann))
  local out = {}
  for key, value in pairs(ann) do out[#out + 1] = key .. "=" .. tostring(value) end
  check("pairs", table.concat(out, " "))
  check("next", next(ann), rawlen(ann), rawget(ann, "name"))
  check("absent", s:get("person", 99), pcall(s.get, s, "robot", 1))
  check("write", pcall(function() ann.age = 1 end))
  check("create", pcall(s.create, s, "team", { name = "x" }))
  check("metatable", pcall(setmetatable, ann, {}))

  -- Queries
  check("all", s.person:list(), #s.person, s.person[2], s.person[50])
  check("is", s.person.age:is(29):list(), s.person.team:is(1):pluck("name"), s.person.name:is("Nobody"):list())
  check("compare", s.person.age:above(30):list(), s.person.age:below(30):list(), s.person.name:like("^[A-C]"):pluck("name"))
  check("several", s.person.age:above(20).salary:above(3500).active:is(true):list(), s.person.name:one_of({ "Eve", "Ann" }):list())
  check("isnt", s.person.active:isnt(true):list(), s.person.boss:is(1):list())
  check("sort", s.person:sort("age"):pluck("name"), s.person:sort("-age"):pluck("name"), s.person:sort("-salary"):pluck("name"))
  check("computed", s.person.label:like("%(29%)"):list(), s.person:sort("chain"):pluck("chain"))
  for age, group in s.person.age:above(0):group("age") do check("group " .. age, group) end
  local total = 0
  for _, person in pairs(s.person) do total = total + (person.salary or 0) end
  check("pairs", total, s.person.age:is(29) + s.person.age:is(35))
  check("scans", db.scans, #s.person.age:is(29), db.scans, #s.person.salary:is(3100), db.scans)
  check("no field", pcall(function() return s.person.height end))
  check("no field", pcall(function() return s.person:is(1) end))
  check("refined", #s.person.age:is(29), #s.person)
end

-- Writing and its rules
local function attempt(f)
  return pcall(function()
    local s <close> = db:begin()
    local ok, problem = pcall(f, s, s:get("person", 1))
    if not ok then return type(problem) == "table" and tostring(problem) or problem end
    return "accepted", problem
  end)
end
for _, f in ipairs {
  function(_, p) p.height = 1 end, function(_, p) p.age = "old" end, function(_, p) p.age = 30.5 end, function(_, p) p.age = -1 end, function(_, p) p.name = nil end,
  function(_, p) p.label = "x" end, function(_, p) p.team = 5 end, function(_, p) p.team = p end, function(_, p) p.boss = p end, function(_, p) p.salary = 1 p.salary = 1.5 end,
  function(_, p) p[1] = "x" end, function(_, p) p[nil] = 1 end, function(_, p) rawset(p, "age", 3) return p.age end, function(s) s:create("person", {}) end, function(s) s:create("person", { name = "F", size = 3 }) end,
  function(s) s:create("ghost", {}) end, function(s) s:delete({}) end, function(s) s:delete(s:get("person", 2)) return s:get("person", 2) end,
  function(s) local p = s:get("person", 2) s:delete(p) return p.name end, function(_, p) return p + 1 end, function(_, p) return p.nothing.x end, function(_, p) return p:birthday(), p.age end,
  function(_, p) return p { age = 50, active = false }.age end, function(_, p) p { age = 50, size = 1 } end, function(s, p) p.age = 1 s:rollback() return p.age end, function(s) s:commit() s:commit() end,
} do check("attempt", select(2, attempt(f))) end
check("unchanged", #journal, (function()
  local s <close> = db:begin()
  return s:get("person", 1).age, tostring(s:get("person", 1))
end)())

-- Transactions
local s = db:begin()
local ann = s:get("person", 1)
ann.age = 42
ann.boss = nil
check("pending", ann, ann.age, db.rows.person[1].age, s:commit(), ann, db.rows.person[1].age, journal[#journal])
check("over", pcall(s.get, s, "person", 1))
check("over", pcall(s.commit, s), s:rollback())
local first, second = db:begin(), db:begin()
first:get("person", 2).age = 30
second:get("person", 2).salary = 1.5
check("first", first:commit())
local ok, problem = pcall(second.commit, second)
check("second", ok, problem, getmetatable(problem) == Database.Conflict, problem.reason)
second:rollback()
local tries = 0
local result, attempts = db:transact(function(t, attempt_number)
  tries = tries + 1
  local bob = t:get("person", 2)
  if attempt_number < 3 then
    local other = db:begin()
    other:get("person", 2).salary = 1000.0 * attempt_number
    other:commit()
  end
  bob.salary = (bob.salary or 0) + 1
  return bob.salary
end)
check("again", result, attempts, tries)
check("gives up", pcall(db.transact, db, function(t)
  local other = db:begin()
  other:get("person", 2).age = (other:get("person", 2).age + 1) % 100
  other:commit()
  t:get("person", 2).age = 0
end, 2))
check("error", pcall(db.transact, db, function(t)
  t:get("person", 1).age = 99
  error("broken off", 0)
end), db.rows.person[1].age)
check("error", pcall(db.transact, db, function(t) local p = t:get("person", 77); return p.name end))
check("unique", pcall(db.transact, db, function(t) t:create("person", { name = "Ann" }) end))
check("unique", pcall(db.transact, db, function(t)
  t:create("team", { name = "Tin" })
  t:create("team", { name = "Tin" })
end))
check("unique", pcall(db.transact, db, function(t)
  t:get("person", 1).name, t:get("person", 2).name = "Bob", "Ann"
  return t:get("person", 1).name
end))
check("required", pcall(db.transact, db, function(t) t:create("team", { city = "Nowhere" }) end))
db:transact(function(t)
  t:delete(t:get("person", 3))
  t:create("person", { name = "Cid", age = 36 })
end)
check("replaced", db.rows.person[3], next(db.indices.person.name.Cid), journal[#journal])

-- Nested transactions
db:transact(function(t)
  local p = t:get("person", 4)
  p.age = 31
  do
    local inner <close> = t:nest()
    local q = inner:get("person", 4)
    check("inner", q.age, q == p, rawequal(q, p))
    q.age = 32
    inner:get("person", 5).age = 18
    check("inner", q.age, p.age, #inner.person.age:above(31))
  end
  check("dropped", p.age, t:get("person", 5).age)
  local inner = t:nest()
  inner:get("person", 4).age = 33
  local made = inner:create("person", { name = "Gus", boss = inner:get("person", 4) })
  check("nested commit", inner:commit(), p.age, made.boss == p, made.chain, inner:rollback())
  local third = t:nest()
  local fourth = third:nest()
  fourth:get("person", 5).name = "Eva"
  fourth:commit()
  third:commit()
  check("twice", t:get("person", 5).name, db.rows.person[5].name)
end)
check("after", db.rows.person[4].age, db.rows.person[5].name, journal[#journal])

-- Closing: the order, and what it is told
local log = {}
local function guard(name) return setmetatable({}, { __close = function(_, why) log[#log + 1] = name .. (why and "!" or "") end }) end
local dead
pcall(function()
  local _ <close> = guard("outer")
  local t <close> = db:begin()
  local _ <close> = guard("inner")
  dead = t:create("person", { name = "Lost" })
  error("stop")
end)
check("closed", table.concat(log, " "), pcall(function() return dead.name end))
local gone = db:begin()
local lost = gone:create("team", { name = "Gone" })
gone:rollback("given up")
check("gone", pcall(function() return lost.name end))
check("gone", pcall(function() lost.name = "x" end))
check("gone", pcall(function() for _ in pairs(lost) do end end))

-- Proxies are let go: the state is held weakly
local watched = setmetatable({}, { __mode = "k" })
do
  local t = db:begin()
  for i = 1, 5 do
    local p = t:get("person", i)
    if p then watched[p] = true end
  end
  t:rollback()
end
collectgarbage()
collectgarbage()
check("collected", next(watched))
local finalised = {}
do
  for i = 1, 3 do setmetatable({}, { __gc = function() finalised[#finalised + 1] = i end }) end
end
collectgarbage()
check("finalised", #finalised)
keeper = setmetatable({}, { __gc = function() print("closing state") end }) -- a global: it lives until the end

-- A bank, with many small transactions
local bank = Database.open()
bank:define("account", { owner = "!string", balance = "!integer" }, { check = { balance = function(b) return b >= 0 end }, unique = { "owner" } })
bank:transact(function(t) for i = 1, 6 do t:create("account", { owner = "owner" .. i, balance = 100 }) end end)
local seed, refused, moved = 11, 0, 0
local function random(n)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 12) % n + 1
end
for _ = 1, 120 do
  local from, to, amount = random(6), random(6), random(80)
  local done, why = pcall(bank.transact, bank, function(t)
    local a, b = t:get("account", from), t:get("account", to)
    b.balance = b.balance + amount
    a.balance = a.balance - amount
  end)
  if done then moved = moved + amount else refused = refused + 1 end
  assert(done or why:find("may not be %-"), why)
end
local view = bank:begin({ read_only = true })
local sum = 0
for _, account in pairs(view.account) do sum = sum + account.balance end
check("bank", sum, moved, refused, view.account:sort("-balance"):pluck("owner"), bank.clock)
check("types", Proxy.is(view:get("account", 1)), Proxy.is({}), Proxy.is(nil), #view.account.balance:above(100))
for _, line in ipairs(journal) do print(line) end
