local Heap = require("heap")
local tree = require("redblack")
local Cache = require("lru")
local Set = require("set")
local seq = require("sequences")

local function show(label, ...)
  local out = table.pack(...)
  for i = 1, out.n do
    local v = out[i]
    if type(v) == "table" and not getmetatable(v) then
      local items = {}
      for k, item in ipairs(v) do items[k] = tostring(item) end
      v = "[" .. table.concat(items, " ") .. "]"
    end
    out[i] = tostring(v)
  end
  print(("%-14s %s"):format(label, table.concat(out, " | ")))
end
local function collect(iterator, ...)
  local out = {}
  for a, b in iterator, ... do out[#out + 1] = b == nil and tostring(a) or tostring(a) .. ":" .. tostring(b) end
  return out
end
local seed = 7
local function random(n)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return (seed >> 8) % n + 1
end

-- Heap
local heap = Heap.new(nil, { 5, 3, 8, 1, 9, 2 })
show("heap", heap, #heap, heap:pop(), heap, #heap)
heap:push(0, 7, 4.5)
show("popped", collect(heap))
show("empty", heap:pop(), #heap, heap)
local words = Heap.new(function(a, b) return #a > #b or #a == #b and a < b end)
for word in ("the quick brown fox jumps over the lazy dog"):gmatch("%a+") do words:push(word) end
show("words", collect(words))
local jobs = {}
local queue = Heap.new(function(a, b) return a.cost < b.cost end)
for i, cost in ipairs { 5, 2, 9, 4 } do
  jobs[i] = setmetatable({ cost = cost }, { __tostring = function(job) return "job" .. i .. "@" .. job.cost end })
  queue:push(jobs[i])
end
jobs[3].cost = 1
queue:update(jobs[3])
jobs[2].cost = 10
queue:update(jobs[2])
show("jobs", collect(queue))
show("gone", pcall(queue.update, queue, jobs[1]))
show("gone", pcall(function() queue:update({}) end))
show("mixed", pcall(function() Heap.new(nil, { 1, "x" }) end))

-- Tree
local t = tree.new()
for _, key in ipairs { 50, 20, 70, 10, 30, 60, 80, 25, 65 } do t[key] = "v" .. key end
show("tree", t, #t, tree.check(t))
t[20] = "changed"
t[70] = nil
t[999] = nil
show("changed", t[20], t[70], t[1], #t, tree.check(t))
show("range", collect(tree.range(t, 25, 60)), collect(tree.range(t, nil, 20)), collect(tree.range(t, 66)))
show("rank", tree.rank(t, 10), tree.rank(t, 65), tree.rank(t, 11), tree.at(t, 3), tree.at(t, 0))
local strings = tree.new(function(a, b) return a < b and 1 or a > b and -1 or 0 end)
for c in ("structure"):gmatch(".") do strings[c] = (strings[c] or 0) + 1 end
show("descending", strings)
local big, expected = tree.new(), {}
local heights = {}
for i = 1, 400 do
  local key = random(150)
  if random(3) == 1 then
    local removed = tree.delete(big, key)
    if expected[key] then assert(removed) end
    expected[key] = nil
  else
    big[key] = i
    expected[key] = i
  end
  if i % 80 == 0 then heights[#heights + 1] = tree.check(big) .. "/" .. #big end
end
local agree, count, last = true, 0, -1
for key, value in pairs(big) do
  agree = agree and expected[key] == value and key > last
  last, count = key, count + 1
end
show("random", heights, agree, count == #big)
for key in pairs(expected) do tree.delete(big, key) end
show("emptied", #big, big, tree.check(big), next(big) ~= nil)
show("errors", pcall(tree.insert, t, nil, 1))
show("errors", select(2, pcall(function() t.x = 1 end)))
show("errors", select(2, pcall(function() return t[{}] end)))

-- Cache
local evicted = {}
local cache = Cache.new(3, function(key, value) evicted[#evicted + 1] = key .. "=" .. tostring(value) end)
for i, key in ipairs { "a", "b", "c", "a", "d", "b", "a" } do cache:get(key, function(k) return k:upper() .. i end) end
show("cache", cache, #cache, cache.hits, cache.misses, evicted)
cache:put("a", nil)
show("removed", cache:remove("a"), cache:remove("zz"), cache, #cache)
show("bad", pcall(Cache.new, 0))
show("bad", pcall(function() return Cache.new("3") end))
local weak = Cache.new(1)
weak:put("one", { "kept" })
local kept = weak:get("one")
weak:put("two", { "lost" })
weak:put("three", {})
collectgarbage()
collectgarbage()
show("weak", weak.ghosts.one == kept, weak.ghosts.two, weak.ghosts.three)
local ephemeron = setmetatable({}, { __mode = "k" })
do
  local key = {}
  ephemeron[key] = { key }
  ephemeron["string"] = 1
  local n = 0
  for _ in pairs(ephemeron) do n = n + 1 end
  show("ephemeron", n)
end
collectgarbage()
local n = 0
for _ in pairs(ephemeron) do n = n + 1 end
show("collected", n, ephemeron["string"])

-- Sets
local a, b = Set { 1, 2, 3, "x" }, Set { 2, 3, 4, 2.0, 2.5 }
show("sets", a, b, #b)
show("operators", a + b, a * b, a - b, a ^ b, Set { "a", "b" } .. Set { 1, 2 })
show("relations", a <= b, a * b <= a, a * b < a, a == a + a, a ~= b, a >= a, Set {} < Set { false }, Set {} == Set())
show("members", a(1), a("1"), a(2.0), b:has(2), a:remove(1)(1), #a)
show("errors", pcall(function() return a + 1 end))
show("errors", pcall(function() return 1 .. a end))
show("errors", pcall(function() return a < {} end))
show("errors", pcall(function() return -a end))
show("errors", pcall(function() return a | b end))
show("errors", pcall(a.add, a, 0 / 0))
show("pairs", collect(pairs(Set { "q", 3, true, 1 })))

-- Sequences
local ring = seq.ring(3)
for i = 1, 5 do ring:push(i * 10) end
show("ring", #ring, ring[1], ring[3], ring[-1], ring[4], ring[0], ring[-9])
show("ring", pcall(function() ring[1] = 5 end))
local unpacked = {}
for i, v in ipairs(ring) do unpacked[i] = v end
show("ring ipairs", unpacked, table.unpack(ring))
local deque = seq.deque(1, 2, 3)
deque:push_left(0):push_left(-1):push_right(4)
show("deque", deque, #deque, deque:pop_left(), deque:pop_right(), deque, deque:rotate(1), #deque)
show("rotated", tostring(deque:rotate(-2)), tostring(deque:rotate(0)))
for _ = 1, 4 do deque:pop_left() end
show("deque empty", deque, deque:pop_left(), deque:pop_right())
local trie = seq.trie()
for i, word in ipairs { "car", "card", "care", "cat", "dog", "do", "", "école", "écran" } do trie:insert(word, i) end
show("trie", collect(trie:words("car")), collect(trie:words("é")), collect(trie:words("zz")), #collect(trie:words()))
show("trie", trie:longest("cards"), trie:longest("doghouse"), trie:longest("x"), trie:find("ca").count, trie:find("cab"))
local bits, more = seq.bits(), seq.bits()
for _, i in ipairs { 0, 5, 63, 64, 200 } do bits[i] = true end
for _, i in ipairs { 5, 64, 65, 1000 } do more[i] = true end
bits[0] = false
show("bits", bits, bits[5], bits[0], bits[6], bits[9999], bits:count())
show("bits", bits & more, bits | more, (bits ~ more):count())
local find, union, size = seq.union_find()
for _, pair in ipairs { { 1, 2 }, { 3, 4 }, { 2, 3 }, { 1, 4 }, { "a", "b" } } do show("union", union(pair[1], pair[2]), size(pair[1])) end
show("find", find(1) == find(4), find("a") == find(1), find(99), size(99))

-- Shortest paths with the heap over the graph
local graph = seq.graph()
graph.a.b, graph.a.c, graph.b.c, graph.b.d, graph.c.d, graph.d.e = 4, 1, 2, 5, 8, 3
local function dijkstra(source)
  local distance, previous = setmetatable({ [source] = 0 }, { __index = function() return math.huge end }), {}
  local frontier = Heap.new(function(x, y) return x[1] < y[1] or x[1] == y[1] and x[2] < y[2] end, { { 0, source } })
  for entry in frontier do
    local d, node = entry[1], entry[2]
    if d <= distance[node] then
      for neighbour, weight in pairs(graph[node]) do
        if d + weight < distance[neighbour] then
          distance[neighbour], previous[neighbour] = d + weight, node
          frontier:push({ d + weight, neighbour })
        end
      end
    end
  end
  return distance, previous
end
local distance, previous = dijkstra("a")
local path, node = {}, "e"
while node do
  table.insert(path, 1, node)
  node = previous[node]
end
show("dijkstra", distance.b, distance.c, distance.d, distance.e, distance.nowhere, path, graph.e.d)

-- Sorting through the structures
local list = {}
for i = 1, 120 do list[i] = random(1000) end
local by_heap, by_tree, by_sort = collect(Heap.new(nil, table.move(list, 1, #list, 1, {}))), tree.new(), table.move(list, 1, #list, 1, {})
for _, v in ipairs(list) do by_tree[v] = (by_tree[v] or 0) + 1 end
table.sort(by_sort)
local flat = {}
for v, times in pairs(by_tree) do for _ = 1, times do flat[#flat + 1] = v end end
local same = true
for i = 1, #list do same = same and by_heap[i] == tostring(by_sort[i]) and flat[i] == by_sort[i] end
show("sorted", same, by_sort[1], by_sort[60], by_sort[120])
show("bad order", (select(2, pcall(table.sort, { 3, 1, 2, 5, 4 }, function() return true end))))
show("bad compare", select(2, pcall(table.sort, { 1, "x", 2 })))
show("stable key", select(2, pcall(table.insert, { 1 }, 5, 2)), select(2, pcall(table.insert, {}, 1, 2, 3)))
show("concat", pcall(table.concat, { 1, {}, 3 }))
show("move", table.move({ 1, 2, 3 }, 2, 3, 1), table.move({ 1, 2, 3 }, 1, 3, 2), table.unpack({ 1, 2, 3 }, 2))
