-- Ring buffer, deque, trie, linked list with a cursor, bit set, union-find and a graph.
local M = {}

-- Ring buffer: keeps the last n
local Ring = {}
Ring.__index = function(self, key)
  if math.type(key) == "integer" then
    if key < 0 then key = self.count + key + 1 end
    if key < 1 or key > self.count then return nil end
    return self.items[(self.first + key - 2) % self.capacity + 1]
  end
  return Ring[key]
end
Ring.__len = function(self) return self.count end
Ring.__newindex = function() error("a ring buffer is written with push", 2) end
function M.ring(capacity)
  return setmetatable({ items = {}, capacity = capacity, first = 1, count = 0 }, Ring)
end
function Ring:push(item)
  local at = (self.first + self.count - 1) % self.capacity + 1
  self.items[at] = item
  if self.count < self.capacity then self.count = self.count + 1 else self.first = self.first % self.capacity + 1 end
  return self
end

-- Deque: two indices, one may go below zero
local Deque = {}
Deque.__index = Deque
function M.deque(...)
  local deque = setmetatable({ low = 0, high = -1 }, Deque)
  for i = 1, select("#", ...) do deque:push_right((select(i, ...))) end
  return deque
end
function Deque:push_left(v) self.low = self.low - 1; self[self.low] = v; return self end
function Deque:push_right(v) self.high = self.high + 1; self[self.high] = v; return self end
function Deque:pop_left()
  if self.low > self.high then return nil, "empty" end
  local v = self[self.low]
  self[self.low], self.low = nil, self.low + 1
  return v
end
function Deque:pop_right()
  if self.low > self.high then return nil, "empty" end
  local v = self[self.high]
  self[self.high], self.high = nil, self.high - 1
  return v
end
Deque.__len = function(self) return self.high - self.low + 1 end
Deque.__pairs = function(self)
  return function(_, i)
    i = i + 1
    if i <= #self then return i, self[self.low + i - 1] end
  end, self, 0
end
function Deque:rotate(n)
  for _ = 1, n do self:push_left(self:pop_right()) end
  for _ = n, -1 do self:push_right(self:pop_left()) end
  return self
end
Deque.__tostring = function(self)
  local out = {}
  for i, v in pairs(self) do out[i] = tostring(v) end
  return "<" .. table.concat(out, ",") .. ">"
end

-- Trie over bytes
local Trie = {}
Trie.__index = Trie
function M.trie() return setmetatable({ children = {}, count = 0 }, Trie) end
function Trie:insert(word, value)
  local node = self
  for i = 1, #word do
    local c = word:byte(i)
    node.children[c] = node.children[c] or M.trie()
    node.count = node.count + 1
    node = node.children[c]
  end
  node.value, node.word = value == nil and true or value, word
end
function Trie:find(prefix)
  local node = self
  for _, c in ipairs { prefix:byte(1, -1) } do
    node = node.children[c]
    if not node then return nil end
  end
  return node
end
function Trie:words(prefix)
  local function walk(node)
    if node.word then coroutine.yield(node.word, node.value) end
    local bytes = {}
    for c in pairs(node.children) do bytes[#bytes + 1] = c end
    table.sort(bytes)
    for _, c in ipairs(bytes) do walk(node.children[c]) end
  end
  return coroutine.wrap(function()
    local node = self:find(prefix or "")
    if node then walk(node) end
  end)
end
function Trie:longest(text)
  local node, best = self, nil
  for i = 1, #text do
    node = node.children[text:byte(i)]
    if not node then break end
    best = node.word or best
  end
  return best
end

-- Bit set in 64-bit words
local Bits = {}
Bits.__index = function(self, i)
  if math.type(i) == "integer" then
    local word = rawget(self, "words")[i >> 6]
    return word ~= nil and word >> (i & 63) & 1 == 1
  end
  return Bits[i]
end
Bits.__newindex = function(self, i, on)
  local word = self.words[i >> 6] or 0
  local mask = 1 << (i & 63)
  self.words[i >> 6] = on and word | mask or word & ~mask
end
function M.bits() return setmetatable({ words = {} }, Bits) end
function Bits:count()
  local n = 0
  for _, word in pairs(self.words) do
    while word ~= 0 do
      word = word & word - 1
      n = n + 1
    end
  end
  return n
end
local function combine(f)
  return function(a, b)
    local out = M.bits()
    for i in pairs(a.words) do out.words[i] = f(a.words[i], b.words[i] or 0) end
    for i in pairs(b.words) do out.words[i] = f(a.words[i] or 0, b.words[i]) end
    return out
  end
end
Bits.__band = combine(function(x, y) return x & y end)
Bits.__bor = combine(function(x, y) return x | y end)
Bits.__bxor = combine(function(x, y) return x ~ y end)
Bits.__tostring = function(self)
  local indices, out = {}, {}
  for i in pairs(self.words) do indices[#indices + 1] = i end
  table.sort(indices)
  for _, i in ipairs(indices) do out[#out + 1] = ("%d:%x"):format(i, self.words[i]) end
  return table.concat(out, " ")
end

-- Union-find with path halving
function M.union_find()
  local parent, size = setmetatable({}, { __index = function(t, k) t[k] = k return k end }), setmetatable({}, { __index = function() return 1 end })
  local function find(x)
    while parent[x] ~= x do
      parent[x] = parent[parent[x]]
      x = parent[x]
    end
    return x
  end
  local function union(a, b)
    a, b = find(a), find(b)
    if a == b then return false end
    if size[a] < size[b] then a, b = b, a end
    parent[b], size[a] = a, size[a] + size[b]
    return true
  end
  return find, union, function(x) return size[find(x)] end
end

-- Graph: edges as graph.a.b = weight
function M.graph(directed)
  return setmetatable({}, {
    __index = function(graph, from)
      local edges = setmetatable({}, { __newindex = function(t, to, weight)
        rawset(t, to, weight)
        if not directed and graph[to][from] ~= weight then rawset(graph[to], from, weight) end
        return graph[to]
      end })
      rawset(graph, from, edges)
      return edges
    end,
  })
end

return M
