-- A document store: queries with operators, indexes, updates, an aggregation pipeline, schemas, patches, templates.
-- Documents are tables of any shape; operators are found by computed names.

---------------------------------------------------------------------------------------------------------------------
-- Values

local function is_array(value)
    return type(value) == "table" and (value[1] ~= nil or next(value) == nil)
end

local function kind_of(value)
    local kind = type(value)
    if kind == "table" then return is_array(value) and "array" or "object" end
    if kind == "number" then return math.type(value) end
    return kind
end

local function clone(value)
    if type(value) ~= "table" then return value end
    local copy = {}
    for key, each in pairs(value) do
        copy[key] = clone(each)
    end
    return copy
end

local function same(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    for key, value in pairs(a) do
        if not same(value, b[key]) then return false end
    end
    for key in pairs(b) do
        if a[key] == nil then return false end
    end
    return true
end

local function sorted_keys(object)
    local keys = {}
    for key in pairs(object) do
        keys[#keys + 1] = key
    end
    table.sort(keys, function(a, b)
        if type(a) == type(b) then return a < b end
        return type(a) == "number"
    end)
    return keys
end

local function serialize(value)
    local kind = kind_of(value)
    if kind == "array" then
        local parts = {}
        for i, each in ipairs(value) do
            parts[i] = serialize(each)
        end
        return "[" .. table.concat(parts, ",") .. "]"
    elseif kind == "object" then
        local parts = {}
        for _, key in ipairs(sorted_keys(value)) do
            parts[#parts + 1] = key .. ":" .. serialize(value[key])
        end
        return "{" .. table.concat(parts, ",") .. "}"
    elseif kind == "string" then
        return string.format("%q", value)
    elseif kind == "float" then
        return string.format("%.3f", value)
    end
    return tostring(value)
end

local paths = {}

local function split_path(path)
    local parts = paths[path]
    if not parts then
        parts = {}
        for part in path:gmatch("[^.]+") do
            parts[#parts + 1] = tonumber(part) or part
        end
        paths[path] = parts
    end
    return parts
end

local function get(document, path)
    local value = document
    for _, part in ipairs(split_path(path)) do
        if type(value) ~= "table" then return nil end
        value = value[part]
    end
    return value
end

local function put(document, path, value)
    local parts = split_path(path)
    local target = document
    for i = 1, #parts - 1 do
        local following = target[parts[i]]
        if type(following) ~= "table" then
            following = {}
            target[parts[i]] = following
        end
        target = following
    end
    target[parts[#parts]] = value
end

local ranks = { ["nil"] = 0, boolean = 1, integer = 2, float = 2, string = 3, array = 4, object = 5 }

local function compare(a, b)
    local rank_a, rank_b = ranks[kind_of(a)], ranks[kind_of(b)]
    if rank_a ~= rank_b then return rank_a < rank_b and -1 or 1 end
    if rank_a == 2 or rank_a == 3 then
        return a < b and -1 or (a > b and 1 or 0)
    elseif rank_a == 1 then
        return a == b and 0 or (b and -1 or 1)
    elseif rank_a >= 4 then
        a, b = serialize(a), serialize(b)
        return a < b and -1 or (a > b and 1 or 0)
    end
    return 0
end

---------------------------------------------------------------------------------------------------------------------
-- Queries

local matches
local conditions = {}

function conditions.eq(value, operand) return same(value, operand) end
function conditions.ne(value, operand) return not same(value, operand) end
function conditions.gt(value, operand) return value ~= nil and compare(value, operand) > 0 end
function conditions.gte(value, operand) return value ~= nil and compare(value, operand) >= 0 end
function conditions.lt(value, operand) return value ~= nil and compare(value, operand) < 0 end
function conditions.lte(value, operand) return value ~= nil and compare(value, operand) <= 0 end
function conditions.exists(value, operand) return (value ~= nil) == operand end
function conditions.type(value, operand) return kind_of(value) == operand end
function conditions.like(value, operand) return type(value) == "string" and value:find(operand) ~= nil end
function conditions.size(value, operand) return type(value) == "table" and #value == operand end
function conditions.mod(value, operand) return math.type(value) == "integer" and value % operand[1] == operand[2] end

conditions["in"] = function(value, operand)
    for _, each in ipairs(operand) do
        if same(value, each) then return true end
    end
    return false
end

conditions["not"] = function(value, operand, document)
    return not matches.value(value, operand, document)
end

function conditions.any(value, operand, document)
    if type(value) ~= "table" then return false end
    for _, each in ipairs(value) do
        if type(each) == "table" and type(operand) == "table" and not operand["$gt"] and not operand["$eq"] then
            if matches.document(each, operand) then return true end
        elseif matches.value(each, operand, document) then
            return true
        end
    end
    return false
end

local logic = {}

logic["$and"] = function(document, queries)
    for _, query in ipairs(queries) do
        if not matches.document(document, query) then return false end
    end
    return true
end

logic["$or"] = function(document, queries)
    for _, query in ipairs(queries) do
        if matches.document(document, query) then return true end
    end
    return false
end

logic["$where"] = function(document, predicate)
    return predicate(document) and true or false
end

matches = {}

function matches.value(value, condition, document)
    if type(condition) == "table" then
        local operators = false
        for name, operand in pairs(condition) do
            if type(name) == "string" and name:sub(1, 1) == "$" then
                operators = true
                local check = conditions[name:sub(2)]
                if not check then error("unknown operator " .. name, 0) end
                if not check(value, operand, document) then return false end
            end
        end
        if operators then return true end
    end
    return same(value, condition)
end

function matches.document(document, query)
    for path, condition in pairs(query) do
        local combine = logic[path]
        if combine then
            if not combine(document, condition) then return false end
        elseif not matches.value(get(document, path), condition, document) then
            return false
        end
    end
    return true
end

---------------------------------------------------------------------------------------------------------------------
-- Updates

local updates = {}

function updates.set(document, path, operand) put(document, path, clone(operand)) end
function updates.unset(document, path) put(document, path, nil) end
function updates.inc(document, path, operand) put(document, path, (get(document, path) or 0) + operand) end
function updates.mul(document, path, operand) put(document, path, (get(document, path) or 0) * operand) end

function updates.push(document, path, operand)
    local list = get(document, path)
    if list == nil then
        list = {}
        put(document, path, list)
    end
    list[#list + 1] = clone(operand)
end

function updates.pull(document, path, operand)
    local list = get(document, path) or {}
    for i = #list, 1, -1 do
        if matches.value(list[i], operand) then table.remove(list, i) end
    end
end

function updates.rename(document, path, operand)
    put(document, operand, get(document, path))
    put(document, path, nil)
end

function updates.apply(document, path, operand) put(document, path, operand(get(document, path), document)) end

local function update_document(document, changes)
    for _, name in ipairs(sorted_keys(changes)) do
        local update = updates[name:sub(2)]
        if not update then error("unknown update " .. name, 0) end
        for _, path in ipairs(sorted_keys(changes[name])) do
            update(document, path, changes[name][path])
        end
    end
end

---------------------------------------------------------------------------------------------------------------------
-- Schemas

local checks = {}

local function validate(value, schema, path, problems)
    if type(schema) == "string" then schema = { type = schema } end
    if value == nil then
        if not schema.optional then problems[#problems + 1] = path .. " is missing" end
        return
    end
    local kind = kind_of(value)
    local expected = schema.type
    if expected and expected ~= kind and not (expected == "number" and type(value) == "number") then
        problems[#problems + 1] = path .. " is " .. kind .. ", not " .. expected
        return
    end
    for _, name in ipairs(sorted_keys(schema)) do
        local check = checks[name]
        if check then check(value, schema[name], path, problems) end
    end
end

function checks.minimum(value, limit, path, problems)
    if value < limit then problems[#problems + 1] = path .. " is below " .. limit end
end

function checks.maximum(value, limit, path, problems)
    if value > limit then problems[#problems + 1] = path .. " is above " .. limit end
end

function checks.pattern(value, pattern, path, problems)
    if not value:match(pattern) then problems[#problems + 1] = path .. " has a wrong form" end
end

function checks.one_of(value, choices, path, problems)
    for _, choice in ipairs(choices) do
        if value == choice then return end
    end
    problems[#problems + 1] = path .. " is none of " .. table.concat(choices, ", ")
end

function checks.fields(value, fields, path, problems)
    for _, name in ipairs(sorted_keys(fields)) do
        validate(value[name], fields[name], path == "" and name or path .. "." .. name, problems)
    end
end

function checks.items(value, schema, path, problems)
    for i, each in ipairs(value) do
        validate(each, schema, path .. "." .. i, problems)
    end
end

---------------------------------------------------------------------------------------------------------------------
-- Collections

local Collection = {}
Collection.__index = Collection

function Collection.new(name, options)
    return setmetatable({
        name = name,
        documents = {},
        next_id = 1,
        indexes = {},
        listeners = {},
        schema = options and options.schema,
        scanned = 0,
    }, Collection)
end

function Collection:on(event, listener)
    self.listeners[event] = self.listeners[event] or {}
    table.insert(self.listeners[event], listener)
end

function Collection:emit(event, ...)
    for _, listener in ipairs(self.listeners[event] or {}) do
        listener(...)
    end
end

function Collection:index(path)
    local index = {}
    for id, document in pairs(self.documents) do
        local value = get(document, path)
        if value ~= nil then
            index[value] = index[value] or {}
            index[value][id] = true
        end
    end
    self.indexes[path] = index
end

function Collection:reindex(document, add)
    for path, index in pairs(self.indexes) do
        local value = get(document, path)
        if value ~= nil then
            local ids = index[value]
            if not ids then
                ids = {}
                index[value] = ids
            end
            ids[document.id] = add and true or nil
        end
    end
end

function Collection:insert(document)
    if self.schema then
        local problems = {}
        validate(document, self.schema, "", problems)
        if #problems > 0 then
            error({ problems = problems })
        end
    end
    local copy = clone(document)
    copy.id = self.next_id
    self.next_id = self.next_id + 1
    self.documents[copy.id] = copy
    self:reindex(copy, true)
    self:emit("insert", copy)
    return copy.id
end

function Collection:candidates(query)
    for path, condition in pairs(query) do
        local index = self.indexes[path]
        if index and type(condition) ~= "table" then
            local found = {}
            for id in pairs(index[condition] or {}) do
                found[#found + 1] = id
            end
            table.sort(found)
            return found
        end
    end
    return sorted_keys(self.documents)
end

function Collection:find(query, options)
    options = options or {}
    local found = {}
    for _, id in ipairs(self:candidates(query)) do
        local document = self.documents[id]
        self.scanned = self.scanned + 1
        if matches.document(document, query) then
            found[#found + 1] = document
        end
    end
    if options.sort then
        table.sort(found, function(a, b)
            for _, order in ipairs(options.sort) do
                local descending = order:sub(1, 1) == "-"
                local path = descending and order:sub(2) or order
                local result = compare(get(a, path), get(b, path))
                if result ~= 0 then
                    return (result < 0) ~= descending
                end
            end
            return a.id < b.id
        end)
    end
    local first, last = (options.skip or 0) + 1, #found
    if options.limit then last = math.min(last, first + options.limit - 1) end
    local page = {}
    for i = first, last do
        page[#page + 1] = found[i]
    end
    return page, #found
end

function Collection:update(query, changes)
    local found = self:find(query)
    for _, document in ipairs(found) do
        local before = clone(document)
        self:reindex(document, false)
        update_document(document, changes)
        self:reindex(document, true)
        self:emit("update", document, before)
    end
    return #found
end

function Collection:remove(query)
    local found = self:find(query)
    for _, document in ipairs(found) do
        self:reindex(document, false)
        self.documents[document.id] = nil
        self:emit("remove", document)
    end
    return #found
end

---------------------------------------------------------------------------------------------------------------------
-- Aggregation: stages take and give lists of documents

local function evaluate(expression, document)
    if type(expression) == "string" and expression:sub(1, 1) == "$" then
        return get(document, expression:sub(2))
    elseif type(expression) == "function" then
        return expression(document)
    elseif type(expression) == "table" then
        local name, operand = next(expression)
        if name == "$add" or name == "$multiply" then
            local result = name == "$add" and 0 or 1
            for _, each in ipairs(operand) do
                local value = evaluate(each, document) or 0
                result = name == "$add" and result + value or result * value
            end
            return result
        elseif name == "$concat" then
            local parts = {}
            for i, each in ipairs(operand) do
                parts[i] = tostring(evaluate(each, document))
            end
            return table.concat(parts)
        elseif name == "$if" then
            return evaluate(matches.document(document, operand[1]) and operand[2] or operand[3], document)
        end
        local result = {}
        for key, each in pairs(expression) do
            result[key] = evaluate(each, document)
        end
        return result
    end
    return expression
end

local accumulators = {
    sum = function(total, value) return (total or 0) + (value or 0) end,
    count = function(total) return (total or 0) + 1 end,
    min = function(least, value) return (least == nil or compare(value, least) < 0) and value or least end,
    max = function(most, value) return (most == nil or compare(value, most) > 0) and value or most end,
    push = function(list, value)
        list = list or {}
        list[#list + 1] = value
        return list
    end,
    average = function(state, value)
        state = state or { sum = 0, count = 0 }
        state.sum, state.count = state.sum + (value or 0), state.count + 1
        return state
    end,
}

local finish = {
    average = function(state) return state.sum / state.count end,
}

local stages = {}

function stages.match(documents, query)
    local result = {}
    for _, document in ipairs(documents) do
        if matches.document(document, query) then result[#result + 1] = document end
    end
    return result
end

function stages.unwind(documents, path)
    local result = {}
    for _, document in ipairs(documents) do
        for _, each in ipairs(get(document, path) or {}) do
            local copy = clone(document)
            put(copy, path, each)
            result[#result + 1] = copy
        end
    end
    return result
end

function stages.group(documents, options)
    local groups, order = {}, {}
    for _, document in ipairs(documents) do
        local key = evaluate(options.by, document)
        local name = serialize(key)
        local group = groups[name]
        if not group then
            group = { key = key }
            groups[name] = group
            order[#order + 1] = name
        end
        for field, rule in pairs(options) do
            if field ~= "by" then
                local operator, expression = next(rule)
                group[field] = accumulators[operator](group[field], evaluate(expression, document))
            end
        end
    end
    table.sort(order)
    local result = {}
    for i, name in ipairs(order) do
        local group = groups[name]
        for field, rule in pairs(options) do
            local done = field ~= "by" and finish[next(rule)]
            if done then group[field] = done(group[field]) end
        end
        result[i] = group
    end
    return result
end

function stages.project(documents, fields)
    local result = {}
    for i, document in ipairs(documents) do
        local copy = {}
        for name, expression in pairs(fields) do
            copy[name] = evaluate(expression == true and "$" .. name or expression, document)
        end
        result[i] = copy
    end
    return result
end

function stages.sort(documents, path)
    local descending = path:sub(1, 1) == "-"
    if descending then path = path:sub(2) end
    local positions = {}
    for i, document in ipairs(documents) do
        positions[document] = i
    end
    local result = table.move(documents, 1, #documents, 1, {})
    table.sort(result, function(a, b)
        local order = compare(get(a, path), get(b, path))
        if order == 0 then return positions[a] < positions[b] end
        return (order < 0) ~= descending
    end)
    return result
end

function stages.limit(documents, count)
    return table.move(documents, 1, math.min(count, #documents), 1, {})
end

function stages.lookup(documents, options)
    for _, document in ipairs(documents) do
        local found = options.from:find({ [options.foreign] = get(document, options.own) })
        put(document, options.as, clone(found[1]))
    end
    return documents
end

local function aggregate(collection, pipeline)
    local documents = {}
    for _, id in ipairs(sorted_keys(collection.documents)) do
        documents[#documents + 1] = clone(collection.documents[id])
    end
    for _, stage in ipairs(pipeline) do
        local name, options = next(stage)
        documents = stages[name](documents, options)
    end
    return documents
end

---------------------------------------------------------------------------------------------------------------------
-- Patches: the difference of two documents as data, and its way back

local function difference(before, after, path, changes)
    if same(before, after) then return changes end
    if kind_of(before) == "object" and kind_of(after) == "object" then
        local keys = {}
        for key in pairs(before) do keys[key] = true end
        for key in pairs(after) do keys[key] = true end
        for _, key in ipairs(sorted_keys(keys)) do
            difference(before[key], after[key], path == "" and key or path .. "." .. key, changes)
        end
    else
        changes[#changes + 1] = { path = path, before = clone(before), after = clone(after) }
    end
    return changes
end

local function revert(document, changes)
    for i = #changes, 1, -1 do
        put(document, changes[i].path, clone(changes[i].before))
    end
end

---------------------------------------------------------------------------------------------------------------------
-- Templates: {{path}}, {{#each path}}…{{/each}}, {{#if path}}…{{/if}}, compiled to closures

local filters = {
    upper = string.upper,
    length = function(value) return #value end,
    money = function(value) return string.format("%.2f", value) end,
    join = function(value) return table.concat(value, ", ") end,
}

local function compile_template(text)
    local position = 1
    local function parse(closing)
        local parts = {}
        while true do
            local from, to, tag = text:find("{{(.-)}}", position)
            local literal = text:sub(position, (from or #text + 1) - 1)
            if literal ~= "" then
                parts[#parts + 1] = function() return literal end
            end
            if not from then
                if closing then error("missing " .. closing, 0) end
                break
            end
            position = to + 1
            local block, path = tag:match("^#(%a+) (.+)$")
            if tag == closing then
                break
            elseif block == "each" then
                local body = parse("/each")
                parts[#parts + 1] = function(scope)
                    local out = {}
                    for i, item in ipairs(get(scope, path) or {}) do
                        local inner = setmetatable({ this = item, index = i }, { __index = scope })
                        if type(item) == "table" then
                            for key, value in pairs(item) do inner[key] = value end
                        end
                        out[i] = body(inner)
                    end
                    return table.concat(out)
                end
            elseif block == "if" then
                local body = parse("/if")
                parts[#parts + 1] = function(scope) return get(scope, path) and body(scope) or "" end
            else
                local name, filter = tag:match("^([^|]+)|?(.*)$")
                local change = filters[filter] or tostring
                parts[#parts + 1] = function(scope)
                    local value = get(scope, name)
                    return value == nil and "" or tostring(change(value))
                end
            end
        end
        return function(scope)
            local out = {}
            for i, part in ipairs(parts) do
                out[i] = part(scope)
            end
            return table.concat(out)
        end
    end
    return parse(nil)
end

---------------------------------------------------------------------------------------------------------------------
-- The program

local size = tonumber(arg and arg[1]) or 1500

local customers = Collection.new("customers")
local cities = { "Lisbon", "Oslo", "Turin", "Graz", "Ghent" }
for i = 1, 20 do
    customers:insert({ name = "customer " .. i, city = cities[i % #cities + 1], vip = i % 6 == 0 or nil })
end
customers:index("name")

local orders = Collection.new("orders", {
    schema = {
        type = "object",
        fields = {
            customer = { type = "string", pattern = "^customer %d+$" },
            state = { type = "string", one_of = { "new", "paid", "sent" } },
            discount = { type = "number", minimum = 0, maximum = 0.5, optional = true },
            items = { type = "array", items = { type = "object", fields = { name = "string", price = "number", count = "integer" } } },
        },
    },
})
orders:index("state")
orders:index("customer")

local log = { insert = 0, update = 0, remove = 0 }
local history = {}
for event in pairs(log) do
    orders:on(event, function(document, before)
        log[event] = log[event] + 1
        if before then
            history[#history + 1] = { id = document.id, changes = difference(before, document, "", {}) }
        end
    end)
end

local seed = 123
local function random(limit)
    seed = (seed * 16807) % 2147483647
    return seed % limit
end

local goods = { "nail", "hammer", "rope", "paint", "ladder", "lamp" }
local rejected = {}
for i = 1, size do
    local items = {}
    for j = 1, random(4) + 1 do
        local number = random(#goods) + 1
        items[j] = { name = goods[number], price = number * 2.5, count = random(5) + 1, tags = { "t" .. number % 3 } }
    end
    local order = {
        customer = "customer " .. random(20) + 1,
        state = ({ "new", "paid", "sent" })[random(3) + 1],
        items = items,
        notes = i % 7 == 0 and { text = "call first", by = { name = "clerk " .. i % 3 } } or nil,
        discount = i % 5 == 0 and random(60) / 100 or nil,
    }
    if i % 50 == 0 then order.items = "none" end
    local ok, problem = pcall(orders.insert, orders, order)
    if not ok then
        for _, text in ipairs(problem.problems) do
            rejected[text] = (rejected[text] or 0) + 1
        end
    end
end
for _, text in ipairs(sorted_keys(rejected)) do
    print(text, rejected[text])
end

local queries = {
    { state = "new" },
    { state = "paid", discount = { ["$exists"] = true } },
    { ["items.1.price"] = { ["$gte"] = 10 } },
    { items = { ["$any"] = { name = "rope", count = { ["$gt"] = 2 } } } },
    { items = { ["$size"] = 2 }, state = { ["$in"] = { "paid", "sent" } } },
    { ["$or"] = { { ["notes.by.name"] = { ["$like"] = "^clerk [12]$" } }, { discount = { ["$gt"] = 0.3 } } } },
    { ["$and"] = { { state = { ["$ne"] = "new" } }, { id = { ["$mod"] = { 7, 3 } } } } },
    { discount = { ["$not"] = { ["$type"] = "float" } }, customer = "customer 7" },
    { ["$where"] = function(document) return #document.items > 3 and document.notes end },
}
for number, query in ipairs(queries) do
    local page, total = orders:find(query, { sort = { "-items.1.price", "customer" }, limit = 3 })
    local ids = {}
    for i, document in ipairs(page) do ids[i] = document.id end
    print("query " .. number, total, table.concat(ids, " "))
end
print(pcall(orders.find, orders, { state = { ["$near"] = 1 } }))

print("sent", orders:update({ state = "paid" }, {
    ["$set"] = { state = "sent", ["delivery.carrier"] = "bicycle" },
    ["$inc"] = { ["delivery.attempts"] = 1 },
    ["$push"] = { events = { kind = "sent" } },
}))
print("cheaper", orders:update({ discount = { ["$gte"] = 0.25 } }, {
    ["$mul"] = { discount = 0.5 },
    ["$rename"] = { notes = "remarks" },
    ["$apply"] = { customer = function(value) return (value:gsub("customer", "customer")) end },
}))
print("pulled", orders:update({ items = { ["$size"] = 4 } }, { ["$pull"] = { items = { ["$type"] = "string" } } }))
print("removed", orders:remove({ ["items.2"] = { ["$exists"] = false }, state = "new" }))
print("log", log.insert, log.update, log.remove, #orders:find({ state = "sent" }))

local totals = aggregate(orders, {
    { unwind = "items" },
    { project = { name = "$items.name", state = true, value = { ["$multiply"] = { "$items.price", "$items.count" } } } },
    { group = { by = "$name", value = { sum = "$value" }, orders = { count = "$name" }, most = { max = "$value" }, mean = { average = "$value" } } },
    { sort = "-value" },
})
for _, row in ipairs(totals) do
    print(serialize(row))
end

local by_city = aggregate(orders, {
    { match = { state = { ["$ne"] = "new" } } },
    { lookup = { from = customers, own = "customer", foreign = "name", as = "buyer" } },
    { group = {
        by = { city = "$buyer.city", kind = { ["$if"] = { { ["buyer.vip"] = true }, "vip", "normal" } } },
        orders = { count = true },
        first = { min = "$id" },
        labels = { push = { ["$concat"] = { "#", "$id", "/", "$state" } } },
    } },
    { project = { key = true, orders = true, first = true, label = function(group) return group.labels[1] end } },
    { limit = 6 },
})
for _, row in ipairs(by_city) do
    print(serialize(row))
end

local restored, mended = 0, 0
for i = #history, 1, -1 do
    local entry = history[i]
    local document = orders.documents[entry.id]
    if document then
        local later = clone(document)
        revert(document, entry.changes)
        restored = restored + 1
        mended = mended + #difference(document, later, "", {})
    end
end
local states = aggregate(orders, { { group = { by = "$state", count = { count = 1 } } } })
print("restored", restored, mended, serialize(states))

local template = compile_template([[
{{customer|upper}} ({{state}}){{#if notes}}: {{notes.text}}{{/if}}
{{#each items}}  {{index}}. {{name}} x {{count}} at {{price|money}} for {{customer}} [{{tags|join}}]
{{/each}}]])
local length = 0
local sample
for _, id in ipairs(sorted_keys(orders.documents)) do
    local text = template(orders.documents[id])
    length = length + #text
    if not sample and text:find("call first", 1, true) then sample = text end
end
print("templates", length)
io.write(sample or "no sample\n")
print("scanned", orders.scanned, customers.scanned)
