-- Sums, products and shifts that wrap around sooner or later, in all the places where values are kept.

local function show(...)
    local parts = {}
    for position = 1, select("#", ...) do
        local value = (select(position, ...))
        parts[position] = tostring(math.type(value)) .. " " .. tostring(value)
    end
    print(table.concat(parts, ", "))
end

-- Locals: large addends reach the limit in few steps, and so does doubling.
local sum, double, product, down = 0, 1, 1, 0
for i = 1, 70 do
    sum = sum + (1 << 58)
    double = double + double
    product = product * 3
    down = down - 4611686018427387904
end
show(sum, double, product, down)

-- Two variables that feed each other.
local a, b = 0, 1
for _ = 1, 100 do a, b = b, a + b end
show(a, b)

-- Fields, by their own names, by computed ones, and by another name of the table.
local counter = { n = 1, [1] = 1 }
local alias = counter
for i = 1, 70 do
    counter.n = counter.n + alias.n
    alias[1] = counter[1] * 2 + i
end
show(counter.n, counter[1])
local named = {}
for _, key in ipairs({ "x", "y" }) do named[key] = 1 end
for _ = 1, 64 do for key, value in pairs(named) do named[key] = value + value end end
show(named.x, named.y)

-- Upvalues, results and parameters.
local total = 1
local function grow(by) total = total + by return total end
for _ = 1, 64 do grow(grow(0)) end
show(total)
local function power(n) if n == 0 then return 1 end local half = power(n - 1) return half + half end
show(power(62), power(63), power(64))
local function tree(n) if n == 0 then return 1 << 57 end return tree(n - 1) + tree(n - 1) + 1 end
show(tree(4), tree(6), tree(7))
local memo = {}
local function fibonacci(n)
    if n < 2 then return n end
    memo[n] = memo[n] or fibonacci(n - 1) + fibonacci(n - 2)
    return memo[n]
end
show(fibonacci(90), fibonacci(93), fibonacci(100))
local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc * 2 + 1) end
show(loop(62, 0), loop(64, 0), loop(70, 1))

-- Coroutines, varargs, protected calls, and text that is compiled late.
local doubling = coroutine.wrap(function(n) while true do n = coroutine.yield(n + n) end end)
local turn = 1
for _ = 1, 65 do turn = doubling(turn) end
show(turn)
local function add(...) local s = 0 for _, v in ipairs({ ... }) do s = s + v end return s end
show(add(math.maxinteger, 1), add(1, 2), add(1 << 62, 1 << 62, 5))
local ok, given = pcall(function(x) return x + 1 end, math.maxinteger)
show(given)
local box = { n = 1 }
assert(load("local box = ... box.n = math.maxinteger"))(box)
box.n = box.n + 1
show(box.n)
function Outside() return 1 end
assert(load("function Outside() return math.mininteger end"))()
show(Outside() - 1, -Outside(), Outside() // -1)

-- Strings and floats that become integers.
local text = "9223372036854775807"
show(text + 1, "0x7fffffffffffffff" * 2, 2.0 ^ 53 | 1, "10" // 3)
local mixed = 1
for i = 1, 66 do if i == 64 then mixed = "4611686018427387904" end mixed = mixed + mixed end
show(mixed)
local keyed = { [2 ^ 53] = true }
for key in pairs(keyed) do show(key, key * key, key + 1) end

-- Metamethods may give anything.
local Large = setmetatable({}, {
    __add = function() return math.maxinteger end,
    __unm = function() return math.mininteger end,
    __len = function() return math.maxinteger end,
    __index = function() return math.maxinteger end,
    __call = function() return math.maxinteger end,
})
show((Large + 1) + 1, -Large - 1, #Large + 1, Large.anything + 1, Large() + 1)

-- Loops stop at the limits, and their variables are numbers like any other.
for i = math.maxinteger - 1, math.maxinteger do show(i, i + 1) end
for i = math.mininteger + 1, math.mininteger, -1 do show(i, i - 1) end
for i = 1, math.huge do if i > 2 then break end show(i * math.maxinteger) end
for i = 0, math.maxinteger, 1 << 61 do show(i, i + i) end

-- Shifts, masks and complements.
local bits = 1
for _ = 1, 70 do bits = bits << 1 | 1 end
show(bits, bits >> 1, bits >> 63, ~bits, 1 << 63, 1 << 64, -1 >> 1, -1 << 63, 1 << -1, 2 >> -62)
local hash = 5381
for i = 1, 40 do hash = hash * 33 ~ i end
show(hash, hash & 0xffffffff, hash % 1000003, hash // 7)
local seed = 42
for _ = 1, 5 do seed = (seed * 6364136223846793005 + 1442695040888963407) & 0x7fffffffffffffff end
show(seed)
local register = 0xACE1
for _ = 1, 20 do register = (register >> 1) ~ (-(register & 1) & 0xB400) end
show(register)

-- The ends of the scale.
local low, high = math.mininteger, math.maxinteger
show(-low, low - 1, high + 1, low // -1, low % -1, low * -1, high * high, low * low, (low + high) // 2, math.abs(low))
local left, right = 1, high
while left < right do
    local middle = (left + right) // 2
    if middle < 0 or middle > 1000 then right = middle // 2 + 1 break else left = middle + 1 end
end
show(left, right)

-- Remainders: the divisor bounds them, whatever is divided.
local divisor = 7
for i = 1, 3 do
    divisor = divisor * -1000000007
    show(high % divisor, low % divisor, (high % divisor) * 2, low // divisor)
end
for _, x in ipairs({ 7, -7, 7.5, -7.5, 1 / 0, -1 / 0, 0 / 0, -0.0, 2 ^ 63, "8" }) do
    show(x % 2 == 0, x % 2 == 1, x % 2.5 < 1, 1.0 <= x % 3)
end
local zero = 0
for _, f in ipairs({
    function() return 1 / zero end, function() return -1 / zero end, function() return zero / zero == zero / zero end,
    function() return 2 ^ 53 / 3 end, function() return high / 2 end, function() return (high - 1) / high end,
}) do
    show(f())
end
show((select(2, #"a", 1)), (select("#", ("abc"):len())))
local size, nothing = string.len("abc")
print(size + 1, nothing, nothing == nil)
