-- A priority queue with a comparator: a binary heap class, heap sort, and a simulation of events in a shop.

local PriorityQueue = {}
PriorityQueue.__index = PriorityQueue

function PriorityQueue.new(before)
    return setmetatable({ items = {}, size = 0, before = before }, PriorityQueue)
end

function PriorityQueue:push(item)
    local items, before = self.items, self.before
    self.size = self.size + 1
    local i = self.size
    items[i] = item
    while i > 1 do
        local parent = i // 2
        if not before(items[i], items[parent]) then break end
        items[i], items[parent] = items[parent], items[i]
        i = parent
    end
end

function PriorityQueue:pop()
    if self.size == 0 then return nil end
    local items, before = self.items, self.before
    local top = items[1]
    items[1] = items[self.size]
    items[self.size] = nil
    self.size = self.size - 1
    local i = 1
    while true do
        local first = i
        local left, right = 2 * i, 2 * i + 1
        if left <= self.size and before(items[left], items[first]) then first = left end
        if right <= self.size and before(items[right], items[first]) then first = right end
        if first == i then break end
        items[i], items[first] = items[first], items[i]
        i = first
    end
    return top
end

function PriorityQueue:empty()
    return self.size == 0
end

local Shop = {}
Shop.__index = Shop

function Shop.new(tills)
    local events = PriorityQueue.new(function(a, b)
        if a.time ~= b.time then return a.time < b.time end
        return a.number < b.number
    end)
    return setmetatable({ events = events, free = tills, waiting = {}, head = 1, served = 0, waited = 0, number = 0, seed = 9 }, Shop)
end

function Shop:random(limit)
    self.seed = (self.seed * 16807) % 2147483647
    return self.seed % limit
end

function Shop:schedule(time, kind, customer)
    self.number = self.number + 1
    self.events:push({ time = time, kind = kind, number = self.number, customer = customer })
end

Shop.handlers = {
    arrive = function(shop, event)
        shop.waiting[#shop.waiting + 1] = event.customer
        shop:serve(event.time)
    end,
    leave = function(shop, event)
        shop.free = shop.free + 1
        shop.served = shop.served + 1
        shop:serve(event.time)
    end,
}

function Shop:serve(time)
    local customer = self.waiting[self.head]
    if self.free > 0 and customer then
        self.head = self.head + 1
        self.free = self.free - 1
        self.waited = self.waited + time - customer.arrival
        self:schedule(time + 5 + self:random(20), "leave", customer)
    end
end

function Shop:run(customers)
    local time = 0
    for _ = 1, customers do
        time = time + self:random(8)
        self:schedule(time, "arrive", { arrival = time })
    end
    local last = 0
    while not self.events:empty() do
        local event = self.events:pop()
        last = event.time
        self.handlers[event.kind](self, event)
    end
    return last
end

local n = tonumber(arg[1]) or 25000
local queue = PriorityQueue.new(function(a, b) return a > b end)
local seed = 3
for _ = 1, n do
    seed = (seed * 16807) % 2147483647
    queue:push(seed % 100000)
end
local checksum, position = 0, 0
while not queue:empty() do
    position = position + 1
    checksum = (checksum + queue:pop() * position) % 1000003
end
print("sorted", position, checksum)

local shop = Shop.new(4)
local closing = shop:run(n)
print("shop", shop.served, closing, shop.waited)
