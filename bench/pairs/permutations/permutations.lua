-- Permutations: Heap's algorithm with a callback, lexicographic order, pancake flips and a small word puzzle.

local function heap_permutations(list, count, visit)
    if count == 1 then
        visit(list)
        return
    end
    for i = 1, count do
        heap_permutations(list, count - 1, visit)
        local j = count % 2 == 0 and i or 1
        list[j], list[count] = list[count], list[j]
    end
end

local function next_permutation(list)
    local i = #list - 1
    while i >= 1 and list[i] >= list[i + 1] do
        i = i - 1
    end
    if i < 1 then return false end
    local j = #list
    while list[j] <= list[i] do
        j = j - 1
    end
    list[i], list[j] = list[j], list[i]
    local low, high = i + 1, #list
    while low < high do
        list[low], list[high] = list[high], list[low]
        low, high = low + 1, high - 1
    end
    return true
end

local function flips(list)
    local copy = {}
    for i = 1, #list do
        copy[i] = list[i]
    end
    local count = 0
    while copy[1] ~= 1 do
        local low, high = 1, copy[1]
        while low < high do
            copy[low], copy[high] = copy[high], copy[low]
            low = low + 1
            high = high - 1
        end
        count = count + 1
    end
    return count
end

local function numbers(count)
    local list = {}
    for i = 1, count do list[i] = i end
    return list
end

local size = tonumber(arg[1]) or 9

local visited, checksum = 0, 0
heap_permutations(numbers(size), size, function(list)
    visited = visited + 1
    checksum = (checksum + visited * list[1] + list[size]) % 1000003
end)
print("heap", visited, checksum)

local list = numbers(size)
local most, total = 0, 0
local best
repeat
    local count = flips(list)
    total = total + count
    if count > most then
        most = count
        best = table.concat(list, "")
    end
until not next_permutation(list)
print("flips", most, best, total)

-- TWO + TWO = FOUR, with different digits for different letters
local solutions = {}
local letters = { "T", "W", "O", "F", "U", "R" }
local function assign(position, taken, digit)
    if position > #letters then
        local two = digit.T * 100 + digit.W * 10 + digit.O
        local four = digit.F * 1000 + digit.O * 100 + digit.U * 10 + digit.R
        if two + two == four and digit.T ~= 0 and digit.F ~= 0 then
            solutions[#solutions + 1] = two .. "=" .. four
        end
        return
    end
    for value = 0, 9 do
        if not taken[value] then
            taken[value] = true
            digit[letters[position]] = value
            assign(position + 1, taken, digit)
            taken[value] = false
        end
    end
end
if size >= 8 then
    assign(1, {}, {})
end
print("puzzle", table.concat(solutions, " "))
