-- Sorting: records by several comparators, a hand-written merge sort and quicksort.

local function random_records(count)
    local records = {}
    local seed = 1
    for i = 1, count do
        seed = (seed * 16807) % 2147483647
        records[i] = {
            id = i,
            age = seed % 80,
            name = string.format("name%05d", seed // 100 % 20000),
            score = seed % 1000 / 10,
        }
    end
    return records
end

local function by(...)
    local keys = { ... }
    return function(a, b)
        for _, key in ipairs(keys) do
            if a[key] ~= b[key] then
                return a[key] < b[key]
            end
        end
        return false
    end
end

local function copy(list)
    return table.move(list, 1, #list, 1, {})
end

local function merge_sort(list, less)
    local count = #list
    if count < 2 then return list end
    local middle = count // 2
    local left, right = {}, {}
    for i = 1, middle do left[i] = list[i] end
    for i = middle + 1, count do right[i - middle] = list[i] end
    left, right = merge_sort(left, less), merge_sort(right, less)
    local result = {}
    local i, j = 1, 1
    for k = 1, count do
        if j > #right or (i <= #left and not less(right[j], left[i])) then
            result[k] = left[i]
            i = i + 1
        else
            result[k] = right[j]
            j = j + 1
        end
    end
    return result
end

local function quicksort(list, low, high)
    while low < high do
        local pivot = list[(low + high) // 2]
        local i, j = low, high
        while i <= j do
            while list[i] < pivot do i = i + 1 end
            while list[j] > pivot do j = j - 1 end
            if i <= j then
                list[i], list[j] = list[j], list[i]
                i, j = i + 1, j - 1
            end
        end
        if j - low < high - i then
            quicksort(list, low, j)
            low = i
        else
            quicksort(list, i, high)
            high = j
        end
    end
end

local function checksum(records)
    local sum = 0
    for position, record in ipairs(records) do
        sum = (sum * 7 + position * record.id) % 1000003
    end
    return sum
end

local count = tonumber(arg[1]) or 40000
local records = random_records(count)

local sorted = copy(records)
table.sort(sorted, function(a, b)
    if a.age ~= b.age then return a.age < b.age end
    return a.id > b.id
end)
print("age", checksum(sorted))

sorted = copy(records)
table.sort(sorted, by("name", "score", "id"))
print("name", checksum(sorted))

print("merge", checksum(merge_sort(records, function(a, b) return a.score > b.score end)))

local numbers, words = {}, {}
for i, record in ipairs(records) do
    numbers[i] = record.id * 7919 % 10007
    words[i] = record.name
end
quicksort(numbers, 1, #numbers)
table.sort(words)
print("numbers", numbers[1], numbers[count // 2], numbers[count])
print("words", words[1], words[count // 2], words[count])
