-- What a guard tells of a local holds until somebody assigns it: on another path, in a closure, in another coroutine.
local function show(...) print(...) end
local function fails(f, ...)
    local ok, message = pcall(f, ...)
    print(ok, (tostring(message):gsub("^.-:%d+: ", "")))
end

-- Guards that leave
local function name_of(user)
    if not user then return "nobody" end
    if type(user) == "string" then return user .. "!" end
    if user.name == nil then error("no name", 0) end
    return user.name .. " " .. #user.name
end
show(name_of(nil), name_of(false), name_of("ann"), name_of({name = "bob"}))
fails(name_of, {})
fails(name_of, 12)

-- The variable is assigned between guard and use
local function reassigned(x)
    if type(x) == "number" then
        x = tostring(x)
        x = x .. 1
    elseif not x then
        x = {x}
        x = x[1] == nil
    end
    return x
end
show(reassigned(1), reassigned(nil), reassigned(false), reassigned("s"))

-- A closure assigns it between guard and use
local function changed(x)
    local function change(to) x = to end
    if x then
        change(nil)
        show(x, not x, x == nil, x or "gone")
    end
    if type(x) ~= "string" then
        change("text")
        show(#x, x .. "s")
        change(10)
        fails(function() return x.field.field end)
        show(x + 1, x .. "")
    end
end
changed({})

-- A coroutine assigns the variable of a function that waits
local function waits()
    local x = 1
    local step = coroutine.wrap(function()
        while x do
            local before = x
            coroutine.yield(before)
            show("later", x, before, x == before)
        end
        return "ended"
    end)
    show(step())
    x = "two"
    show(step())
    x = false
    show(step())
end
waits()

-- An upvalue that the outer function assigns while a guard of the inner one stands
local function outer()
    local value = {n = 1}
    local resume
    local inner = coroutine.wrap(function()
        if value then
            coroutine.yield()
            show(value, value == nil, not value)
            if value == nil then show("nil now") end
        end
    end)
    inner()
    value = nil
    inner()
    return resume
end
show(outer())

-- Loops: what holds in the first iteration
local function loops(x)
    local seen = {}
    while x do
        seen[#seen + 1] = tostring(x)
        if type(x) == "table" then
            x = x.next
        elseif type(x) == "number" then
            x = x > 1 and x - 1 or "done"
        elseif x == "done" then
            x = true
        else
            x = nil
        end
    end
    return table.concat(seen, " "):gsub("table: 0x%x+", "table")
end
show(loops({next = {next = 3}}))
show(loops(2.5))
show(loops(false))

-- `repeat` sees the locals of its body
local function repeats()
    local i, kind = 0
    repeat
        i = i + 1
        local value = i == 1 and "one" or i == 2 and 2 or nil
        kind = type(value)
        if value == "one" then goto continue end
        show(i, kind, value)
        ::continue::
    until kind == "nil"
    return kind
end
show(repeats())

-- goto backwards
local function jumps(x)
    local count = 0
    ::again::
    count = count + 1
    if count > 4 then return x end
    if x then
        show("true", x)
        x = count % 2 == 0 and count
    else
        show("false", x)
        x = count == 1 and "text" or count + 0.5
    end
    goto again
end
show(jumps())
show(jumps(true))

-- Jumps over each other
local function tangle(x)
    local n = 0
    goto middle
    ::first::
    n = n + 1
    if n > 3 then return tostring(x) end
    show("first", type(x))
    x = 1.5
    ::middle::
    show("middle", type(x), x == nil)
    if type(x) == "number" then
        x = nil
        goto first
    end
    x = 2
    goto first
end
show(tangle(), tangle("s"))

-- The type is kept in a local
local function by_type(x)
    local kind = type(x)
    if kind == "number" then return x + 1 end
    if kind == "string" then return x .. "+" end
    if kind == "nil" then
        x = {}
        return kind, #x
    end
    x = kind
    if kind == "boolean" then return x .. "?" end
    return kind
end
show(by_type(1), by_type("a"), by_type(true), by_type())
show(by_type({}))

local function stale(x)
    local kind, was = type(x), x ~= nil
    x = x and tostring(x)
    if kind == "number" then x = x .. "n" end
    if was then return x, not x end
    return x, kind
end
show(stale(1))
show(stale(false))
show(stale())

-- Both branches define
local function both(c)
    local x
    if c then x = 1 else x = "s" end
    local y
    if c then y = {} end
    return x, y == nil, y and #y, x .. ""
end
show(both(true))
show(both(false))

-- Conditions with `and` and `or`
local function mixed(a, b)
    if a and b then return a + b end
    if a or b then return (a or b) .. "" end
    if a == nil and b == nil then return "none" end
    return a, b
end
show(mixed(1, 2), mixed(1), mixed(nil, "b"), mixed())
show(mixed(false))
fails(mixed, 1, {})

-- `assert`, and what is assigned by `or`
local function asserted(x, y)
    x = assert(x, "no x")
    assert(type(y) == "number" or y == nil, "odd y")
    y = y or 0
    return x, y + 1
end
show(asserted(true))
show(asserted("x", 2.5))
fails(asserted)
fails(asserted, 1, "1")

-- Comparisons: a string is no number, whatever it looks like
local function small(x)
    if x < 10 then return x + 1, x .. "" end
    return x * 2
end
show(small(3))
show(small(2.5))
show(small(math.maxinteger))
fails(small, "3")
fails(small)

-- Whether it is a table shows when something is stored
local function stored(t)
    t.count = (t.count or 0) + 1
    return t.count, t.upper
end
show(stored({}))
fails(stored, "text")
fails(stored)

-- A metamethod that assigns an upvalue
local watched = 1
local trap = setmetatable({}, {
    __index = function() watched = nil return "trapped" end,
    __lt = function() watched = {} return true end,
})
if watched then
    show(trap.x, watched, watched == nil)
end
watched = "s"
if watched and trap < trap then
    show(type(watched), watched == "s")
end

-- The variable of a loop, assigned in its body
for i = 1, 3 do
    if i == 2 then i = nil end
    show(i, i == nil, i and i + 1)
end
for k, v in ipairs({1, "b", 2.5}) do
    k = v
    v = nil
    show(k, v)
end

-- Parameters that are assigned, and read by a closure
local function optional(options, callback)
    if type(options) == "function" then
        options, callback = nil, options
    end
    options = options or {}
    callback = callback or function() return "default" end
    return options.name, type(callback()), (function() return type(options), type(callback) end)()
end
show(optional())
show(optional(function() return "only" end))
show(optional({name = "n"}, os.time) == "n")

-- What is never reached
local function never(x)
    do return x end
    x = nil
    ::label::
    if x then goto label end
end
show(never(5))
local function after_error(x)
    if not x then error("none", 0) x = 1 end
    return x + 1
end
fails(after_error)
show(after_error(1))

-- One local, twice
local function twice(x)
    local y = x
    x, x = x.name, 1
    show(x == nil, x)
    y, x, y = y.name, y, {}
    return y == nil, type(y), type(x)
end
show(twice({}))
show(twice({name = "n"}))
