-- Memo tables: edit distance, coin change, longest common subsequence and a knapsack, by keys of several kinds.

local function edit_distance(a, b)
    local known = {}
    local function distance(i, j)
        if i == 0 then return j end
        if j == 0 then return i end
        local key = i .. ":" .. j
        local value = known[key]
        if value then return value end
        if a:byte(i) == b:byte(j) then
            value = distance(i - 1, j - 1)
        else
            value = 1 + math.min(distance(i - 1, j), distance(i, j - 1), distance(i - 1, j - 1))
        end
        known[key] = value
        return value
    end
    return distance(#a, #b)
end

local function ways_to_change(amount, coins)
    local known = {}
    local function ways(rest, kind)
        if rest == 0 then return 1 end
        if rest < 0 or kind == 0 then return 0 end
        local row = known[kind]
        if not row then
            row = {}
            known[kind] = row
        end
        if not row[rest] then
            row[rest] = ways(rest, kind - 1) + ways(rest - coins[kind], kind)
        end
        return row[rest]
    end
    return ways(amount, #coins)
end

local function common_subsequence(a, b)
    local lengths = {}
    for i = 0, #a do
        lengths[i] = {}
        for j = 0, #b do
            if i == 0 or j == 0 then
                lengths[i][j] = 0
            elseif a:sub(i, i) == b:sub(j, j) then
                lengths[i][j] = lengths[i - 1][j - 1] + 1
            else
                lengths[i][j] = math.max(lengths[i - 1][j], lengths[i][j - 1])
            end
        end
    end
    local letters = {}
    local i, j = #a, #b
    while i > 0 and j > 0 do
        if a:sub(i, i) == b:sub(j, j) then
            table.insert(letters, 1, a:sub(i, i))
            i, j = i - 1, j - 1
        elseif lengths[i - 1][j] >= lengths[i][j - 1] then
            i = i - 1
        else
            j = j - 1
        end
    end
    return table.concat(letters)
end

local function knapsack(items, capacity)
    local best = {}
    for weight = 0, capacity do
        best[weight] = 0
    end
    for _, item in ipairs(items) do
        for weight = capacity, item.weight, -1 do
            best[weight] = math.max(best[weight], best[weight - item.weight] + item.value)
        end
    end
    return best[capacity]
end

local function letters(count, seed)
    local out = {}
    for i = 1, count do
        seed = (seed * 16807) % 2147483647
        out[i] = string.char(97 + seed % 6)
    end
    return table.concat(out)
end

local n = tonumber(arg[1]) or 500
local a, b = letters(n, 3), letters(n, 5)
print("distance", edit_distance(a, b))
print("change", ways_to_change(n * 4, { 1, 2, 5, 10, 20, 50, 100, 200 }))
print("common", common_subsequence(a, b))
local items = {}
for i = 1, n // 2 do
    items[i] = { weight = i * 37 % 23 + 1, value = i * 53 % 71 + 5 }
end
print("knapsack", knapsack(items, n * 4))
