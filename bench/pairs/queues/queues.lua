-- Linked lists and queues: a stack, a FIFO queue, a doubly linked LRU cache and the Josephus circle.

local Stack = {}
Stack.__index = Stack

function Stack.new()
    return setmetatable({ top = nil, size = 0 }, Stack)
end

function Stack:push(value)
    self.top = { value = value, below = self.top }
    self.size = self.size + 1
end

function Stack:pop()
    local node = self.top
    if not node then return nil end
    self.top = node.below
    self.size = self.size - 1
    return node.value
end

local Queue = {}
Queue.__index = Queue

function Queue.new()
    return setmetatable({ first = 1, last = 0, items = {} }, Queue)
end

function Queue:push(value)
    self.last = self.last + 1
    self.items[self.last] = value
end

function Queue:pop()
    if self.first > self.last then return nil end
    local value = self.items[self.first]
    self.items[self.first] = nil
    self.first = self.first + 1
    return value
end

local Cache = {}
Cache.__index = Cache

function Cache.new(capacity)
    local head, tail = {}, {}
    head.next, tail.previous = tail, head
    return setmetatable({ capacity = capacity, size = 0, head = head, tail = tail, nodes = {}, hits = 0 }, Cache)
end

local function unlink(node)
    node.previous.next = node.next
    node.next.previous = node.previous
end

function Cache:link_first(node)
    local after = self.head.next
    node.previous, node.next = self.head, after
    self.head.next = node
    after.previous = node
end

function Cache:get(key)
    local node = self.nodes[key]
    if node == nil then return nil end
    self.hits = self.hits + 1
    unlink(node)
    self:link_first(node)
    return node.value
end

function Cache:put(key, value)
    local node = self.nodes[key]
    if node then
        node.value = value
        unlink(node)
    else
        if self.size == self.capacity then
            local oldest = self.tail.previous
            unlink(oldest)
            self.nodes[oldest.key] = nil
            self.size = self.size - 1
        end
        node = { key = key, value = value }
        self.nodes[key] = node
        self.size = self.size + 1
    end
    self:link_first(node)
end

local function josephus(count, step)
    local first = { number = 1 }
    local last = first
    for number = 2, count do
        local node = { number = number }
        last.next = node
        last = node
    end
    last.next = first
    local node = last
    while node.next ~= node do
        for _ = 1, step - 1 do
            node = node.next
        end
        node.next = node.next.next
    end
    return node.number
end

local n = tonumber(arg[1]) or 300000

local stack = Stack.new()
local sum = 0
for i = 1, n do
    stack:push(i)
    if i % 3 == 0 then
        sum = sum + stack:pop() * 2 - stack:pop()
    end
end
print("stack", stack.size, sum)

local queue = Queue.new()
local served = 0
for i = 1, n do
    queue:push(i)
    if i % 2 == 0 then
        local value = queue:pop()
        if value % 5 == 0 then
            queue:push(value + 1)
        else
            served = served + value
        end
    end
end
print("queue", queue.last - queue.first + 1, served)

local cache = Cache.new(200)
local found = 0
for i = 1, n do
    local key = (i * 7919) % 997 % 300
    local value = cache:get(key)
    if value then
        found = found + value
    else
        cache:put(key, i)
    end
end
print("cache", cache.size, cache.hits, found)
print("josephus", josephus(n // 3, 7))
