-- A cache that forgets what was used longest ago; a ring of entries, and weak references to what was thrown out.
local Cache = {}
Cache.__index = Cache

function Cache.new(capacity, on_evict)
  if math.type(capacity) ~= "integer" or capacity < 1 then
    error(("capacity must be a positive integer, got %s"):format(tostring(capacity)), 2)
  end
  local ring = {}
  ring.next, ring.previous = ring, ring
  return setmetatable({ capacity = capacity, ring = ring, entries = {}, count = 0, hits = 0, misses = 0, on_evict = on_evict, ghosts = setmetatable({}, { __mode = "v" }) }, Cache)
end

local function unlink(entry)
  entry.previous.next, entry.next.previous = entry.next, entry.previous
end

local function link(ring, entry)
  entry.next, entry.previous = ring.next, ring
  ring.next.previous, ring.next = entry, entry
end

function Cache:get(key, make)
  local entry = self.entries[key]
  if entry then
    self.hits = self.hits + 1
    unlink(entry)
    link(self.ring, entry)
    return entry.value
  end
  self.misses = self.misses + 1
  if make then return self:put(key, make(key)) end
  return nil
end

function Cache:put(key, value)
  local entry = self.entries[key]
  if entry then
    unlink(entry)
    entry.value = value
  else
    entry = { key = key, value = value }
    self.entries[key] = entry
    self.count = self.count + 1
  end
  link(self.ring, entry)
  while self.count > self.capacity do self:remove(self.ring.previous.key, true) end
  return value
end

function Cache:remove(key, evicted)
  local entry = self.entries[key]
  if not entry then return false end
  unlink(entry)
  self.entries[key] = nil
  self.count = self.count - 1
  if type(entry.value) == "table" then self.ghosts[key] = entry.value end
  if evicted and self.on_evict then self.on_evict(entry.key, entry.value) end
  return true
end

function Cache:each()
  local entry = self.ring
  return function()
    entry = entry.next
    if entry == self.ring then return nil end
    return entry.key, entry.value
  end
end

Cache.__len = function(self) return self.count end
Cache.__tostring = function(self)
  local out = {}
  for key in self:each() do out[#out + 1] = tostring(key) end
  return "<" .. table.concat(out, " ") .. ">"
end

return Cache
