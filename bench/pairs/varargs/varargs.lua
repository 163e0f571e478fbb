-- Functions with any number of arguments and results: sums, packing, partial application, formatting, tail calls.

local function sum(...)
    local total = 0
    for i = 1, select("#", ...) do
        total = total + (select(i, ...))
    end
    return total
end

local function largest(first, ...)
    local best = first
    for _, value in ipairs({ ... }) do
        if value > best then best = value end
    end
    return best
end

local function divmod(a, b)
    return a // b, a % b
end

local function swap(a, b, ...)
    return b, a, ...
end

local function partial(f, ...)
    local bound = table.pack(...)
    return function(...)
        local args = { table.unpack(bound, 1, bound.n) }
        for i = 1, select("#", ...) do
            args[bound.n + i] = (select(i, ...))
        end
        return f(table.unpack(args, 1, bound.n + select("#", ...)))
    end
end

local function count_nils(...)
    local packed = table.pack(...)
    local nils = 0
    for i = 1, packed.n do
        if packed[i] == nil then nils = nils + 1 end
    end
    return nils, packed.n
end

local function format_all(format, ...)
    return (string.format(format, ...))
end

local function defaults(options, ...)
    options = options or {}
    return options.width or 80, options.height or 25, ...
end

local function chain(value, f, ...)
    if f == nil then return value end
    return chain(f(value), ...)
end

local function increment(x) return x + 1 end
local function double(x) return x * 2 end
local function halve(x) return x // 2 end

local rounds = tonumber(arg[1]) or 120000
local add_ten = partial(sum, 3, 7)
local total, checksum = 0, 0
for i = 1, rounds do
    total = total + sum(i, i + 1, i + 2, i + 3)
    total = total + largest(i % 7, i % 5, i % 11, i % 3)
    local quotient, rest = divmod(i, 7)
    total = total + quotient * rest
    local a, b, c, d = swap(i, rest, divmod(i, 10))
    checksum = (checksum + a * 3 + b + c * 2 + d) % 1000003
    total = total + add_ten(i, -i)
    local nils, count = count_nils(nil, i, nil, i % 2 == 0 and i or nil, nil)
    checksum = (checksum * 5 + nils + count) % 1000003
    local width, height, depth = defaults(i % 3 == 0 and { width = i % 100 } or nil, i % 4)
    total = total + width + height + depth
    total = total + chain(i, increment, double, halve, increment)
    if i % 10 == 0 then
        checksum = (checksum + #format_all("%d of %d: %s", i, rounds, "done")) % 1000003
    end
end
print(total, checksum)
print(select("#", swap(1, 2, nil, nil)), (select(-1, "a", "b", "c")))
