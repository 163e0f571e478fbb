-- Graphs: shortest paths by Dijkstra with a binary heap, breadth-first search, components and a topological order.

local Graph = {}
Graph.__index = Graph

function Graph.new(count)
    local edges = {}
    for i = 1, count do
        edges[i] = {}
    end
    return setmetatable({ count = count, edges = edges }, Graph)
end

function Graph:add(from, to, weight)
    table.insert(self.edges[from], { to = to, weight = weight })
end

local function push(heap, distance, node)
    local i = #heap + 1
    local item = { distance = distance, node = node }
    while i > 1 do
        local parent = i // 2
        if heap[parent].distance <= distance then break end
        heap[i] = heap[parent]
        i = parent
    end
    heap[i] = item
end

local function pop(heap)
    local top = heap[1]
    local last = table.remove(heap)
    local size = #heap
    if size > 0 then
        local i = 1
        while true do
            local child = 2 * i
            if child > size then break end
            if child < size and heap[child + 1].distance < heap[child].distance then
                child = child + 1
            end
            if last.distance <= heap[child].distance then break end
            heap[i] = heap[child]
            i = child
        end
        heap[i] = last
    end
    return top
end

function Graph:shortest(source)
    local distances, previous = { [source] = 0 }, {}
    local done = {}
    local heap = {}
    push(heap, 0, source)
    while #heap > 0 do
        local item = pop(heap)
        local node = item.node
        if not done[node] then
            done[node] = true
            for _, edge in ipairs(self.edges[node]) do
                local distance = item.distance + edge.weight
                local known = distances[edge.to]
                if known == nil or distance < known then
                    distances[edge.to] = distance
                    previous[edge.to] = node
                    push(heap, distance, edge.to)
                end
            end
        end
    end
    return distances, previous
end

function Graph:levels(source)
    local level = { [source] = 0 }
    local queue, head = { source }, 1
    while head <= #queue do
        local node = queue[head]
        head = head + 1
        for _, edge in ipairs(self.edges[node]) do
            if not level[edge.to] then
                level[edge.to] = level[node] + 1
                queue[#queue + 1] = edge.to
            end
        end
    end
    return level, #queue
end

function Graph:order()
    local state, sorted = {}, {}
    local function visit(node)
        state[node] = "open"
        for _, edge in ipairs(self.edges[node]) do
            if edge.to > node and state[edge.to] == nil then
                visit(edge.to)
            end
        end
        state[node] = "closed"
        sorted[#sorted + 1] = node
    end
    for node = 1, self.count do
        if state[node] == nil then
            visit(node)
        end
    end
    return sorted
end

local count = tonumber(arg[1]) or 25000
local graph = Graph.new(count)
local seed = 7
for from = 1, count do
    for _ = 1, 5 do
        seed = (seed * 16807) % 2147483647
        local to = seed % count + 1
        seed = (seed * 16807) % 2147483647
        graph:add(from, to, seed % 100 + 1)
    end
end

local distances, previous = graph:shortest(1)
local total, farthest = 0, 1
for node = 1, count do
    local distance = distances[node]
    if distance then
        total = total + distance
        if distance > distances[farthest] then
            farthest = node
        end
    end
end
local path = {}
local node = farthest
while node do
    table.insert(path, 1, node)
    node = previous[node]
end
print("total " .. total .. ", farthest " .. farthest)
print(table.concat(path, " > "))

local level, reached = graph:levels(1)
local deepest = 0
for _, depth in pairs(level) do
    deepest = math.max(deepest, depth)
end
print("reached " .. reached .. ", deepest " .. deepest)

local checksum = 0
for position, each in ipairs(graph:order()) do
    checksum = (checksum * 31 + position * each) % 1000003
end
print("order " .. checksum)
