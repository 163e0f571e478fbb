-- Coroutines as generators: tree walks, pipelines of producers, filters and consumers, permutations, a scheduler.

local function insert(tree, value)
    if not tree then return { value = value } end
    if value < tree.value then
        tree.left = insert(tree.left, value)
    elseif value > tree.value then
        tree.right = insert(tree.right, value)
    end
    return tree
end

local function walk(tree)
    if tree then
        walk(tree.left)
        coroutine.yield(tree.value)
        walk(tree.right)
    end
end

local function values(tree)
    return coroutine.wrap(function() walk(tree) end)
end

local function count_to(limit)
    return coroutine.wrap(function()
        for i = 1, limit do
            coroutine.yield(i)
        end
    end)
end

local function filter(source, keep)
    return coroutine.wrap(function()
        for value in source do
            if keep(value) then
                coroutine.yield(value)
            end
        end
    end)
end

local function pairwise(source)
    return coroutine.wrap(function()
        local previous = source()
        for value in source do
            coroutine.yield(previous, value)
            previous = value
        end
    end)
end

local function permutations(list)
    local function generate(count)
        if count <= 1 then
            coroutine.yield(list)
        else
            for i = 1, count do
                list[count], list[i] = list[i], list[count]
                generate(count - 1)
                list[count], list[i] = list[i], list[count]
            end
        end
    end
    return coroutine.wrap(function() generate(#list) end)
end

local function averager()
    return coroutine.create(function(value)
        local sum, count = 0, 0
        while true do
            sum = sum + value
            count = count + 1
            value = coroutine.yield(sum // count)
        end
    end)
end

local function run_all(tasks)
    local log = 0
    while #tasks > 0 do
        for i = #tasks, 1, -1 do
            local ok, amount = coroutine.resume(tasks[i])
            assert(ok, amount)
            if coroutine.status(tasks[i]) == "dead" then
                table.remove(tasks, i)
            else
                log = (log * 3 + amount) % 1000003
            end
        end
    end
    return log
end

local size = tonumber(arg[1]) or 80

local tree
local seed = 5
for _ = 1, size * 500 do
    seed = (seed * 16807) % 2147483647
    tree = insert(tree, seed % 100000)
end
local sum, position = 0, 0
for value in values(tree) do
    position = position + 1
    sum = (sum + value * position) % 1000003
end
print("tree", position, sum)

local total = 0
local even = filter(count_to(size * 3000), function(x) return x % 2 == 0 end)
for a, b in pairwise(filter(even, function(x) return x % 3 ~= 0 end)) do
    total = total + (b - a) * (a % 10)
end
print("pipeline", total)

local list, checksum, count = {}, 0, 0
for i = 1, math.min(size, 8) do
    list[i] = i
end
for permutation in permutations(list) do
    count = count + 1
    checksum = (checksum * 7 + permutation[1] * permutation[#permutation]) % 1000003
end
print("permutations", count, checksum)

local average = averager()
local last = 0
for i = 1, size * 2000 do
    local _, value = coroutine.resume(average, i * 37 % 1001)
    last = value
end
print("average", last)

local tasks = {}
for i = 1, size * 3 do
    tasks[i] = coroutine.create(function()
        for step = 1, i * 20 do
            coroutine.yield(step * i % 17)
        end
    end)
end
print("scheduler", run_all(tasks))
