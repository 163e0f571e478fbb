--- Proxies of records: reads through __index, writes checked and journalled, walked with pairs.
local Proxy = {}

local state = setmetatable({}, { __mode = "k" }) -- proxy -> {record, session, schema, changes}
local DELETED = setmetatable({}, { __tostring = function() return "deleted" end })

local meta = { __name = "record" }

local function live(proxy)
  local s = state[proxy]
  if s.dead then error("the record is gone (" .. s.dead .. ")", 3) end
  return s
end

function meta.__index(proxy, key)
  local s = live(proxy)
  local computed = s.schema.computed[key]
  if computed then return computed(proxy) end
  local value = s.changes[key]
  if value == DELETED then return nil end
  if value == nil then value = s.record[key] end
  if value ~= nil then
    local reference = s.schema.references[key]
    if reference then return s.session:get(reference, value) end
    return value
  end
  return s.schema.methods[key]
end

function meta.__newindex(proxy, key, value)
  local s = live(proxy)
  if s.session.read_only then error("the transaction is read-only", 2) end
  if s.schema.computed[key] then error(("field '%s' is computed"):format(key), 2) end
  local field = s.schema.fields[key]
  if not field then error(("%s has no field '%s'"):format(s.schema.name, tostring(key)), 2) end
  if value == nil then
    if field.required then error(("field '%s' of %s is required"):format(key, s.schema.name), 2) end
    value = DELETED
  else
    local reference = s.schema.references[key]
    if reference then
      local other = state[value]
      if not other or other.schema.name ~= reference then
        error(("field '%s' wants a %s, got %s"):format(key, reference, other and other.schema.name or type(value)), 2)
      end
      value = other.id
    elseif (math.type(value) or type(value)) ~= field.type and type(value) ~= field.type then
      error(("field '%s' wants %s, got %s"):format(key, field.type, math.type(value) or type(value)), 2)
    end
    if field.check and not field.check(value) then
      error(("field '%s' may not be %s"):format(key, tostring(value)), 2)
    end
  end
  s.changes[key] = value
  s.session:touch(proxy)
end

function meta.__pairs(proxy)
  local s = live(proxy)
  local i = 0
  return function()
    while i < #s.schema.order do
      i = i + 1
      local key = s.schema.order[i]
      local value = proxy[key]
      if value ~= nil then return key, value end
    end
  end, proxy, nil
end

function meta.__len(proxy)
  local n = 0
  for _ in pairs(proxy) do n = n + 1 end
  return n
end

function meta.__eq(a, b)
  local x, y = state[a], state[b]
  return x ~= nil and y ~= nil and x.schema == y.schema and x.id == y.id
end

function meta.__lt(a, b) return state[a].id < state[b].id end
function meta.__le(a, b) return state[a].id <= state[b].id end
function meta.__tostring(proxy)
  local s = state[proxy]
  return ("%s#%d%s"):format(s.schema.name, s.id, next(s.changes) and "*" or "")
end
function meta.__concat(a, b) return tostring(a) .. tostring(b) end
function meta.__call(proxy, changes)
  for key, value in pairs(changes) do proxy[key] = value end
  return proxy
end
meta.__metatable = "record"

function Proxy.new(session, schema, id, record)
  local proxy = setmetatable({}, meta)
  state[proxy] = { session = session, schema = schema, id = id, record = record, changes = {} }
  return proxy
end

function Proxy.state(proxy) return state[proxy] end
function Proxy.is(value) return type(value) == "table" and state[value] ~= nil end
Proxy.DELETED = DELETED

return Proxy
