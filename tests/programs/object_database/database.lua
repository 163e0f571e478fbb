--- An object database in memory: schemas, indices, transactions with nesting and conflicts, queries, a journal.
local Proxy = require("proxy")

local Database = {}
Database.__index = Database

local Session = { __name = "session" }
Session.__index = Session

local Query = { __name = "query" }

-- Schemas ----------------------------------------------------------------------------------------------------

local function parse_field(text)
  local required, kind = text:match("^(!?)([%w_]+)$")
  if not kind then error(("bad field type '%s'"):format(text), 4) end
  return { type = kind, required = required == "!" }
end

function Database.open(journal)
  return setmetatable({ schemas = {}, rows = {}, indices = {}, versions = {}, next_id = {}, clock = 0, journal = journal, triggers = {} }, Database)
end

--- db:define("person", {name = "!string", boss = "person"}, {computed = …, unique = {...}, check = …})
function Database:define(name, fields, options)
  options = options or {}
  if self.schemas[name] then error(("'%s' is defined already"):format(name), 2) end
  local schema = { name = name, fields = {}, order = {}, references = {}, computed = options.computed or {}, methods = options.methods or {}, unique = {} }
  for key, text in pairs(fields) do
    local field = parse_field(text)
    field.check = options.check and options.check[key]
    schema.fields[key] = field
    schema.order[#schema.order + 1] = key
    if field.type == name or self.schemas[field.type] then schema.references[key] = field.type end
  end
  for key in pairs(schema.computed) do schema.order[#schema.order + 1] = key end
  table.sort(schema.order)
  self.schemas[name], self.rows[name], self.versions[name], self.next_id[name] = schema, {}, {}, 1
  self.indices[name] = {}
  for _, key in ipairs(options.index or {}) do self.indices[name][key] = {} end
  for _, key in ipairs(options.unique or {}) do
    self.indices[name][key] = {}
    schema.unique[key] = true
  end
  return schema
end

function Database:on(event, f) table.insert(self.triggers, { event = event, f = f }) end

local function fire(self, event, ...)
  for _, trigger in ipairs(self.triggers) do
    if event:find("^" .. trigger.event .. "$") then trigger.f(event, ...) end
  end
end

-- Sessions -----------------------------------------------------------------------------------------------------

--- A transaction; closing it without a commit rolls it back.
function Database:begin(options)
  options = options or {}
  return setmetatable({
    db = self, cache = {}, touched = {}, order = {}, created = {}, removed = {}, started = self.clock, read_only = options.read_only, open = true,
    reads = {},
  }, Session)
end

local function must_be_open(session, level)
  if not session.open then error("the transaction is over", (level or 2) + 1) end
end

local function key_of(name, id) return name .. "#" .. id end

function Session:get(name, id)
  must_be_open(self)
  local schema = self.db.schemas[name] or error(("no such class '%s'"):format(tostring(name)), 2)
  local key = key_of(name, id)
  local proxy = self.cache[key]
  if proxy then
    if Proxy.state(proxy).dead then return nil end
    return proxy
  end
  local record = self.db.rows[name][id]
  if not record or self.removed[key] then return nil end
  proxy = Proxy.new(self, schema, id, record)
  self.cache[key] = proxy
  self.reads[key] = self.db.versions[name][id]
  return proxy
end

function Session:touch(proxy)
  if not self.touched[proxy] then
    self.touched[proxy] = true
    self.order[#self.order + 1] = proxy
  end
end

function Session:create(name, values)
  must_be_open(self)
  if self.read_only then error("the transaction is read-only", 2) end
  local schema = self.db.schemas[name] or error(("no such class '%s'"):format(tostring(name)), 2)
  local id = self.db.next_id[name]
  self.db.next_id[name] = id + 1
  local proxy = Proxy.new(self, schema, id, {})
  self.cache[key_of(name, id)] = proxy
  self.created[proxy] = true
  self:touch(proxy)
  for _, key in ipairs(schema.order) do
    if values[key] ~= nil then proxy[key] = values[key] end
  end
  for key in pairs(values) do
    if not schema.fields[key] then error(("%s has no field '%s'"):format(name, tostring(key)), 2) end
  end
  return proxy
end

function Session:delete(proxy)
  must_be_open(self)
  local s = Proxy.state(proxy) or error("bad argument #1 to 'delete' (record expected)", 2)
  s.dead = "deleted"
  self.removed[key_of(s.schema.name, s.id)] = s
  self:touch(proxy)
end

local Conflict = { __name = "conflict" }
Conflict.__tostring = function(self) return ("conflict on %s: %s"):format(self.record, self.reason) end
Database.Conflict = Conflict

local function conflict(record, reason)
  error(setmetatable({ record = tostring(record), reason = reason }, Conflict), 0)
end

local function validate(self)
  local db = self.db
  local claimed = {}
  for _, proxy in ipairs(self.order) do
    local s = Proxy.state(proxy)
    local name, key = s.schema.name, key_of(s.schema.name, s.id)
    if not self.created[proxy] and db.versions[name][s.id] ~= self.reads[key] then
      conflict(key, "changed by another transaction")
    end
    if not s.dead then
      for field, definition in pairs(s.schema.fields) do
        local value = s.changes[field]
        if value == nil then value = s.record[field] end
        if definition.required and (value == nil or value == Proxy.DELETED) then conflict(key, "no value for '" .. field .. "'") end
        if s.schema.unique[field] and value ~= nil and value ~= Proxy.DELETED then
          local owner = db.indices[name][field][value]
          local claim = name .. "." .. field .. "=" .. tostring(value)
          for id in pairs(owner or {}) do
            local other = self.cache[key_of(name, id)]
            local released = self.removed[key_of(name, id)] or other and Proxy.state(other).changes[field] ~= nil
            if id ~= s.id and not released then conflict(key, ("'%s' is taken"):format(tostring(value))) end
          end
          if claimed[claim] then conflict(key, ("'%s' is taken twice"):format(tostring(value))) end
          claimed[claim] = true
        end
      end
    end
  end
end

local function reindex(db, name, id, old, new)
  for field, index in pairs(db.indices[name]) do
    local before, after = old and old[field], new and new[field]
    if before ~= after then
      if before ~= nil then
        index[before][id] = nil
        if next(index[before]) == nil then index[before] = nil end
      end
      if after ~= nil then
        index[after] = index[after] or {}
        index[after][id] = true
      end
    end
  end
end

function Session:commit()
  must_be_open(self)
  if self.parent then
    -- A nested transaction hands its changes to the one around it.
    local parent = self.parent
    for _, proxy in ipairs(self.order) do
      local s = Proxy.state(proxy)
      local target = self.created[proxy] and proxy or parent:get(s.schema.name, s.id)
      if self.created[proxy] then
        s.session = parent
        parent.cache[key_of(s.schema.name, s.id)] = proxy
        parent.created[proxy] = true
        parent:touch(proxy)
      else
        for key, value in pairs(s.changes) do Proxy.state(target).changes[key] = value end
        parent:touch(target)
        if s.dead then parent:delete(target) end
      end
    end
    self.open = false
    return #self.order
  end
  validate(self)
  local db = self.db
  db.clock = db.clock + 1
  for _, proxy in ipairs(self.order) do
    local s = Proxy.state(proxy)
    local name, old = s.schema.name, db.rows[s.schema.name][s.id]
    local new
    if not s.dead then
      new = {}
      for key, value in pairs(s.record) do new[key] = value end
      for key, value in pairs(s.changes) do
        if value == Proxy.DELETED then value = nil end
        new[key] = value
      end
    end
    db.rows[name][s.id] = new
    db.versions[name][s.id] = db.clock
    reindex(db, name, s.id, old, new)
    s.record, s.changes = new, {}
    if db.journal then
      local fields = {}
      for _, key in ipairs(s.schema.order) do
        if new and new[key] ~= nil then fields[#fields + 1] = ("%s=%q"):format(key, new[key]) end
      end
      db.journal(("%d %s %s %s"):format(db.clock, new and (old and "update" or "create") or "delete", key_of(name, s.id), table.concat(fields, " ")))
    end
    fire(db, (new and (old and "update" or "create") or "delete") .. ":" .. name, s.id, new, old)
  end
  self.open = false
  return #self.order
end

function Session:rollback(why)
  if not self.open then return false end
  self.open = false
  for _, proxy in ipairs(self.order) do
    local s = Proxy.state(proxy)
    s.changes = {}
    s.dead = self.created[proxy] and (why or "rolled back") or nil
  end
  return true
end

function Session:nest()
  must_be_open(self)
  local inner = self.db:begin()
  inner.parent = self
  -- What the outer one has changed is seen inside.
  local get = Session.get
  inner.get = function(session, name, id)
    local key = key_of(name, id)
    if session.cache[key] then return get(session, name, id) end
    local outer = self:get(name, id)
    if not outer then return nil end
    local s = Proxy.state(outer)
    local record = {}
    for field, value in pairs(s.record) do record[field] = value end
    for field, value in pairs(s.changes) do
      if value == Proxy.DELETED then value = nil end
      record[field] = value
    end
    local proxy = Proxy.new(session, s.schema, id, record)
    session.cache[key] = proxy
    return proxy
  end
  return inner
end

function Session:__close(problem)
  if self.open then self:rollback(problem and "error: " .. tostring(problem)) end
end

--- Runs f in a transaction, again when there was a conflict.
function Database:transact(f, tries)
  tries = tries or 3
  for attempt = 1, tries do
    local ok, result = pcall(function()
      local session <close> = self:begin()
      local value = f(session, attempt)
      session:commit()
      return value
    end)
    if ok then return result, attempt end
    if getmetatable(result) ~= Conflict or attempt == tries then error(result, 0) end
  end
end

-- Queries: session.person.age:above(30):sort("name") is built by indexing -----------------------------------------

local conditions = {
  is = function(a, b) return a == b end,
  isnt = function(a, b) return a ~= b end,
  above = function(a, b) return a ~= nil and a > b end,
  below = function(a, b) return a ~= nil and a < b end,
  like = function(a, b) return a ~= nil and a:find(b) ~= nil end,
  one_of = function(a, list)
    for _, item in ipairs(list) do if a == item then return true end end
    return false
  end,
}

local function extend(query, changes)
  local new = {}
  for key, value in next, query do new[key] = value end -- pairs would run the query
  for key, value in pairs(changes) do new[key] = value end
  return setmetatable(new, Query)
end

local operations = {}

function Query.__index(query, key)
  local operation = operations[key]
  if operation then return operation end
  if type(key) == "number" then
    local n = 0
    for _, proxy in query:each() do
      n = n + 1
      if n == key then return proxy end
    end
    return nil
  end
  local condition = conditions[key]
  if condition then
    local field = rawget(query, "field") or error("no field before '" .. key .. "'", 2)
    return function(_, value)
      local filters = table.move(query.filters, 1, #query.filters, 1, {})
      filters[#filters + 1] = { field = field, test = condition, value = value, exact = key == "is" }
      return extend(query, { filters = filters, field = false })
    end
  end
  if not query.schema.fields[key] and not query.schema.computed[key] then
    error(("%s has no field '%s'"):format(query.schema.name, tostring(key)), 2)
  end
  return extend(query, { field = key })
end

function operations.each(query)
  local session, name = query.session, query.schema.name
  local ids, indexed = {}, false
  for _, filter in ipairs(query.filters) do
    local index = session.db.indices[name][filter.field]
    if filter.exact and index and next(session.touched) == nil then
      indexed = true
      for id in pairs(index[filter.value] or {}) do ids[#ids + 1] = id end
      break
    end
  end
  query.session.db.scans = (query.session.db.scans or 0) + (indexed and 0 or 1)
  if not indexed then
    for id in pairs(session.db.rows[name]) do ids[#ids + 1] = id end
    for proxy in pairs(session.created) do
      local s = Proxy.state(proxy)
      if s.schema.name == name and not session.db.rows[name][s.id] then ids[#ids + 1] = s.id end
    end
  end
  table.sort(ids)
  local list = {}
  for _, id in ipairs(ids) do
    local proxy = session:get(name, id)
    local keep = proxy ~= nil
    for _, filter in ipairs(query.filters) do
      keep = keep and filter.test(proxy[filter.field], filter.value)
    end
    if keep then list[#list + 1] = proxy end
  end
  local order = rawget(query, "order")
  if order then
    local sign, field = order:match("^(%-?)(.*)$")
    local down = sign == "-"
    table.sort(list, function(a, b)
      local x, y = a[field], b[field]
      if x == y then return a < b end
      if x == nil or y == nil then return y == nil end
      if down then return y < x end
      return x < y
    end)
  end
  return ipairs(list)
end

function operations.sort(query, order) return extend(query, { order = order }) end
function operations.list(query)
  local out = {}
  for i, proxy in query:each() do out[i] = proxy end
  return out
end
function operations.pluck(query, field)
  local out = {}
  for i, proxy in query:each() do out[i] = tostring(proxy[field]) end
  return table.concat(out, ",")
end
function operations.group(query, field)
  local groups, keys = {}, {}
  for _, proxy in query:each() do
    local key = proxy[field]
    if groups[key] == nil then
      groups[key] = {}
      keys[#keys + 1] = key
    end
    table.insert(groups[key], proxy)
  end
  table.sort(keys)
  local i = 0
  return function()
    i = i + 1
    return keys[i], groups[keys[i]]
  end
end
Query.__len = function(query) return #operations.list(query) end
Query.__pairs = function(query) return query:each() end
Query.__add = function(a, b)
  local seen, out = {}, {}
  for _, query in ipairs { a, b } do
    for _, proxy in query:each() do
      if not seen[proxy] then
        seen[proxy] = true
        out[#out + 1] = proxy
      end
    end
  end
  return out
end

local session_index = Session.__index
Session.__index = function(session, key)
  local method = session_index[key]
  if method ~= nil then return method end
  local db = rawget(session, "db")
  local schema = db and db.schemas[key]
  if schema then return setmetatable({ session = session, schema = schema, filters = {}, field = false }, Query) end
  return nil
end

return Database
