-- Text: words and their counts by patterns, justified lines, a template, a Caesar cipher, CSV, run lengths.

local words = { "copper", "moon", "table", "string", "metatable", "coroutine", "closure", "upvalue", "number", "pattern" }

local function make_text(count)
    local parts = {}
    local seed = 11
    for i = 1, count do
        seed = (seed * 16807) % 2147483647
        local word = words[seed % #words + 1]
        if i % 12 == 1 then
            word = word:sub(1, 1):upper() .. word:sub(2)
        elseif i % 12 == 0 then
            word = word .. "."
        elseif i % 5 == 0 then
            word = word .. ","
        end
        parts[#parts + 1] = word
    end
    return table.concat(parts, " ")
end

local function count_words(text)
    local counts = {}
    for word in text:lower():gmatch("%a+") do
        counts[word] = (counts[word] or 0) + 1
    end
    local list = {}
    for word, count in pairs(counts) do
        list[#list + 1] = { word = word, count = count }
    end
    table.sort(list, function(a, b)
        if a.count ~= b.count then return a.count > b.count end
        return a.word < b.word
    end)
    return list
end

local function wrap(text, width)
    local lines, line = {}, ""
    for word in text:gmatch("%S+") do
        if #line + #word + 1 > width and line ~= "" then
            lines[#lines + 1] = line
            line = word
        elseif line == "" then
            line = word
        else
            line = line .. " " .. word
        end
    end
    lines[#lines + 1] = line
    return lines
end

local function expand(template, values)
    return (template:gsub("{(%w+)}", function(name)
        return tostring(values[name] or "?")
    end))
end

local function caesar(text, shift)
    local out = {}
    for i = 1, #text do
        local byte = text:byte(i)
        if byte >= 97 and byte <= 122 then
            byte = (byte - 97 + shift) % 26 + 97
        elseif byte >= 65 and byte <= 90 then
            byte = (byte - 65 + shift) % 26 + 65
        end
        out[i] = string.char(byte)
    end
    return table.concat(out)
end

local function split(line, separator)
    local fields = {}
    local start = 1
    while true do
        local from, to = line:find(separator, start, true)
        if not from then
            fields[#fields + 1] = line:sub(start)
            return fields
        end
        fields[#fields + 1] = line:sub(start, from - 1)
        start = to + 1
    end
end

local function run_lengths(text)
    local out = {}
    local i = 1
    while i <= #text do
        local char = text:sub(i, i)
        local stop = i
        while text:sub(stop + 1, stop + 1) == char do
            stop = stop + 1
        end
        out[#out + 1] = stop > i and (stop - i + 1) .. char or char
        i = stop + 1
    end
    return table.concat(out)
end

local count = tonumber(arg[1]) or 80000
local text = make_text(count)

for rank, entry in ipairs(count_words(text)) do
    print(string.format("%2d. %-12s %6d %5.1f%%", rank, entry.word, entry.count, entry.count * 100 / count))
end

local lines = wrap(text, 72)
local widest = 0
for _, line in ipairs(lines) do
    if #line > widest then widest = #line end
end
print(#lines .. " lines, widest " .. widest)

local size = 0
for i, line in ipairs(lines) do
    local row = expand("{number};{line};{missing};{half}", { number = i, line = line, half = i * 0.5 })
    local fields = split(row, ";")
    size = size + #fields + #fields[2] + #fields[4]
end
print("csv " .. size)

local secret = caesar(text, 3)
print(secret:sub(1, 40), caesar(secret, -3) == text)

local letters = secret:gsub("[^a-m]", "-")
local packed = run_lengths(letters)
print(#letters, #packed, packed:sub(1, 40))
