-- Closures and higher-order functions: counters, composition, currying, pipelines, events, a lazy sequence.

local function map(list, f)
    local result = {}
    for i, value in ipairs(list) do
        result[i] = f(value)
    end
    return result
end

local function filter(list, keep)
    local result = {}
    for _, value in ipairs(list) do
        if keep(value) then
            result[#result + 1] = value
        end
    end
    return result
end

local function reduce(list, f, start)
    local value = start
    for _, each in ipairs(list) do
        value = f(value, each)
    end
    return value
end

local function compose(f, g)
    return function(x) return f(g(x)) end
end

local function curry(f)
    return function(a)
        return function(b)
            return f(a, b)
        end
    end
end

local function counter(start, step)
    local value = start
    return {
        next = function()
            value = value + step
            return value
        end,
        reset = function() value = start end,
    }
end

local function memoize(f)
    local known = {}
    return function(x)
        local value = known[x]
        if value == nil then
            value = f(x)
            known[x] = value
        end
        return value
    end
end

local function emitter()
    local handlers = {}
    local self = {}
    function self.on(name, handler)
        local list = handlers[name] or {}
        handlers[name] = list
        list[#list + 1] = handler
        return function()
            for i, each in ipairs(list) do
                if each == handler then
                    table.remove(list, i)
                    return
                end
            end
        end
    end
    function self.emit(name, value)
        for _, handler in ipairs(handlers[name] or {}) do
            handler(value)
        end
    end
    return self
end

local function sequence(start, advance)
    local following
    return {
        head = start,
        tail = function()
            following = following or sequence(advance(start), advance)
            return following
        end,
    }
end

local rounds = tonumber(arg[1]) or 3000
local numbers = {}
for i = 1, 200 do
    numbers[i] = i
end

local add = curry(function(a, b) return a + b end)
local times = curry(function(a, b) return a * b end)
local steps = compose(add(3), times(2))
local total = 0
for round = 1, rounds do
    local odd = filter(map(numbers, steps), function(x) return x % 3 == round % 3 end)
    total = total + reduce(odd, function(sum, x) return sum + x end, 0)
end
print("pipeline", total)

local ticks = counter(0, 3)
local sum = 0
for i = 1, rounds * 100 do
    sum = sum + ticks.next()
    if i % 50 == 0 then
        ticks.reset()
    end
end
print("counter", sum)

local slow_calls = 0
local square = memoize(function(x)
    slow_calls = slow_calls + 1
    return x * x
end)
sum = 0
for i = 1, rounds * 100 do
    sum = sum + square(i % 500)
end
print("memoize", sum, slow_calls)

local events = emitter()
local heard = {}
local remove
for i = 1, 10 do
    remove = events.on("tick", function(value)
        heard[i] = (heard[i] or 0) + value * i
    end)
end
for i = 1, rounds * 10 do
    events.emit("tick", i)
    events.emit("nobody", i)
    if i == rounds * 5 then
        remove()
    end
end
print("events", heard[1], heard[9], heard[10])

local powers = sequence(1, function(x) return x * 3 % 1009 end)
local cursor = powers
local last = 0
for _ = 1, rounds * 50 do
    last = last + cursor.head
    cursor = cursor.tail()
end
print("sequence", last, cursor.head)
