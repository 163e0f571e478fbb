-- A small language: lexer, parser, type inference after Hindley and Milner, an optimizer and two evaluators.
-- Nodes of the syntax tree are plain tables of many shapes; passes dispatch on their tags.

---------------------------------------------------------------------------------------------------------------------
-- Lexer

local keywords = {
    ["let"] = true, ["rec"] = true, ["in"] = true, ["fun"] = true, ["if"] = true, ["then"] = true, ["else"] = true,
    ["true"] = true, ["false"] = true, ["match"] = true, ["with"] = true, ["and"] = true,
}

local two_character = { ["->"] = true, ["::"] = true, ["<="] = true, ["=="] = true, ["<>"] = true, ["++"] = true, ["&&"] = true, ["||"] = true }

local function problem(kind, line, format, ...)
    error({ kind = kind, line = line, text = string.format(format, ...) }, 0)
end

local function tokenize(source)
    local tokens = {}
    local position, line = 1, 1
    local function add(kind, value)
        tokens[#tokens + 1] = { kind = kind, value = value, line = line }
    end
    while position <= #source do
        local char = source:sub(position, position)
        if char == "\n" then
            line = line + 1
            position = position + 1
        elseif char:match("%s") then
            position = position + 1
        elseif char == "#" then
            position = source:find("\n", position, true) or #source + 1
        elseif char:match("%d") then
            local text = source:match("^%d+", position)
            add("int", tonumber(text))
            position = position + #text
        elseif char:match("[%a_]") then
            local text = source:match("^[%w_']+", position)
            if keywords[text] then
                add(text, text)
            else
                add("name", text)
            end
            position = position + #text
        elseif char == '"' then
            local stop = source:find('"', position + 1, true)
            if not stop then
                problem("syntax", line, "unfinished string")
            end
            add("string", source:sub(position + 1, stop - 1))
            position = stop + 1
        elseif two_character[source:sub(position, position + 1)] then
            add(source:sub(position, position + 1))
            position = position + 2
        elseif char:find("^[-+*/%%<=>()%[%],;|.{}:]") then
            add(char)
            position = position + 1
        else
            problem("syntax", line, "unexpected character '%s'", char)
        end
    end
    add("end")
    return tokens
end

---------------------------------------------------------------------------------------------------------------------
-- Parser

local Parser = {}
Parser.__index = Parser

function Parser.new(tokens)
    return setmetatable({ tokens = tokens, position = 1 }, Parser)
end

function Parser:peek()
    return self.tokens[self.position].kind
end

function Parser:advance()
    local token = self.tokens[self.position]
    self.position = self.position + 1
    return token
end

function Parser:accept(kind)
    if self:peek() == kind then
        return self:advance()
    end
    return nil
end

function Parser:expect(kind)
    local token = self:accept(kind)
    if not token then
        local found = self.tokens[self.position]
        problem("syntax", found.line, "expected '%s' near '%s'", kind, tostring(found.value or found.kind))
    end
    return token
end

local levels = {
    { "||" },
    { "&&" },
    { "==", "<>", "<", "<=" },
    { "::", right = true },
    { "+", "-", "++" },
    { "*", "/", "%" },
}
for _, level in ipairs(levels) do
    level.set = {}
    for _, operator in ipairs(level) do
        level.set[operator] = true
    end
end

function Parser:expression()
    local kind = self:peek()
    local line = self.tokens[self.position].line
    if kind == "let" then
        self:advance()
        local recursive = self:accept("rec") ~= nil
        local name = self:expect("name").value
        local parameters = {}
        while self:peek() == "name" do
            parameters[#parameters + 1] = self:advance().value
        end
        self:expect("=")
        local value = self:expression()
        for i = #parameters, 1, -1 do
            value = { tag = "fun", parameter = parameters[i], body = value, line = line }
        end
        self:expect("in")
        local body = self:expression()
        return { tag = "let", recursive = recursive, name = name, value = value, body = body, line = line }
    elseif kind == "fun" then
        self:advance()
        local parameters = {}
        repeat
            parameters[#parameters + 1] = self:expect("name").value
        until self:peek() ~= "name"
        self:expect("->")
        local body = self:expression()
        for i = #parameters, 1, -1 do
            body = { tag = "fun", parameter = parameters[i], body = body, line = line }
        end
        return body
    elseif kind == "if" then
        self:advance()
        local condition = self:expression()
        self:expect("then")
        local yes = self:expression()
        self:expect("else")
        return { tag = "if", condition = condition, yes = yes, no = self:expression(), line = line }
    elseif kind == "match" then
        self:advance()
        local subject = self:expression()
        self:expect("with")
        self:accept("|")
        local cases = {}
        repeat
            local pattern = self:pattern()
            self:expect("->")
            cases[#cases + 1] = { pattern = pattern, body = self:expression() }
        until not self:accept("|")
        return { tag = "match", subject = subject, cases = cases, line = line }
    end
    return self:binary(1)
end

function Parser:pattern()
    local first = self:pattern_atom()
    if self:accept("::") then
        return { tag = "cons", head = first, tail = self:pattern() }
    end
    return first
end

function Parser:pattern_atom()
    local token = self:advance()
    if token.kind == "name" then
        if token.value == "_" then return { tag = "any" } end
        return { tag = "bind", name = token.value }
    elseif token.kind == "int" or token.kind == "string" then
        return { tag = "constant", value = token.value }
    elseif token.kind == "true" or token.kind == "false" then
        return { tag = "constant", value = token.kind == "true" }
    elseif token.kind == "[" then
        self:expect("]")
        return { tag = "nil" }
    elseif token.kind == "(" then
        local items = { self:pattern() }
        while self:accept(",") do
            items[#items + 1] = self:pattern()
        end
        self:expect(")")
        if #items == 1 then return items[1] end
        return { tag = "tuple", items = items }
    end
    problem("syntax", token.line, "pattern expected near '%s'", tostring(token.value or token.kind))
end

function Parser:binary(level)
    local operators = levels[level]
    if not operators then return self:application() end
    local left = self:binary(level + 1)
    while operators.set[self:peek()] do
        local token = self:advance()
        local right = self:binary(operators.right and level or level + 1)
        left = { tag = "binary", operator = token.kind, left = left, right = right, line = token.line }
    end
    return left
end

local starts_atom = { int = true, string = true, name = true, ["true"] = true, ["false"] = true, ["("] = true, ["["] = true, ["{"] = true }

function Parser:application()
    local callee = self:field_access()
    while starts_atom[self:peek()] do
        local line = self.tokens[self.position].line
        callee = { tag = "call", callee = callee, argument = self:field_access(), line = line }
    end
    return callee
end

function Parser:field_access()
    local value = self:atom()
    while self:accept(".") do
        local name = self:expect("name")
        value = { tag = "field", record = value, name = name.value, line = name.line }
    end
    return value
end

local atoms = {
    int = function(_, token) return { tag = "constant", value = token.value } end,
    string = function(_, token) return { tag = "constant", value = token.value } end,
    name = function(_, token) return { tag = "variable", name = token.value, line = token.line } end,
    ["true"] = function() return { tag = "constant", value = true } end,
    ["false"] = function() return { tag = "constant", value = false } end,
    ["("] = function(parser)
        local items = { parser:expression() }
        while parser:accept(",") do
            items[#items + 1] = parser:expression()
        end
        parser:expect(")")
        if #items == 1 then return items[1] end
        return { tag = "tuple", items = items }
    end,
    ["["] = function(parser)
        local list = { tag = "nil" }
        local items = {}
        while parser:peek() ~= "]" do
            items[#items + 1] = parser:expression()
            if not parser:accept(";") then break end
        end
        parser:expect("]")
        for i = #items, 1, -1 do
            list = { tag = "binary", operator = "::", left = items[i], right = list }
        end
        return list
    end,
    ["{"] = function(parser, token)
        local fields, order = {}, {}
        repeat
            local name = parser:expect("name").value
            parser:expect("=")
            fields[name] = parser:expression()
            order[#order + 1] = name
        until not parser:accept(";")
        parser:expect("}")
        table.sort(order)
        return { tag = "record", fields = fields, order = order, line = token.line }
    end,
}

function Parser:atom()
    local token = self:advance()
    local make = atoms[token.kind]
    if not make then
        problem("syntax", token.line, "unexpected '%s'", tostring(token.value or token.kind))
    end
    return make(self, token)
end

local function parse(source)
    local parser = Parser.new(tokenize(source))
    local tree = parser:expression()
    parser:expect("end")
    return tree
end

---------------------------------------------------------------------------------------------------------------------
-- Types

local INT, BOOL, STRING = { tag = "int" }, { tag = "bool" }, { tag = "string" }

local Inference = {}
Inference.__index = Inference

function Inference.new()
    return setmetatable({ count = 0, unifications = 0 }, Inference)
end

function Inference:fresh(level)
    self.count = self.count + 1
    return { tag = "var", id = self.count, level = level }
end

local function arrow(from, to) return { tag = "arrow", from = from, to = to } end
local function list_of(item) return { tag = "list", item = item } end

local function prune(type)
    while type.tag == "var" and type.link do
        type = type.link
    end
    return type
end

local function show(type, names)
    names = names or { count = 0 }
    type = prune(type)
    local tag = type.tag
    if tag == "var" then
        if not names[type] then
            names[type] = "'" .. string.char(97 + names.count)
            names.count = names.count + 1
        end
        return names[type]
    elseif tag == "arrow" then
        local from = show(type.from, names)
        if prune(type.from).tag == "arrow" then from = "(" .. from .. ")" end
        return from .. " -> " .. show(type.to, names)
    elseif tag == "list" then
        local item = show(type.item, names)
        if prune(type.item).tag == "arrow" then item = "(" .. item .. ")" end
        return item .. " list"
    elseif tag == "tuple" then
        local parts = {}
        for i, item in ipairs(type.items) do
            parts[i] = show(item, names)
        end
        return "(" .. table.concat(parts, " * ") .. ")"
    elseif tag == "record" then
        local parts = {}
        for _, name in ipairs(type.order) do
            parts[#parts + 1] = name .. ": " .. show(type.fields[name], names)
        end
        return "{" .. table.concat(parts, "; ") .. "}"
    end
    return tag
end

local function occurs(variable, type)
    type = prune(type)
    if type == variable then return true end
    local tag = type.tag
    if tag == "var" then
        if type.level > variable.level then type.level = variable.level end
        return false
    elseif tag == "arrow" then
        return occurs(variable, type.from) or occurs(variable, type.to)
    elseif tag == "list" then
        return occurs(variable, type.item)
    elseif tag == "tuple" then
        for _, item in ipairs(type.items) do
            if occurs(variable, item) then return true end
        end
    elseif tag == "record" then
        for _, field in pairs(type.fields) do
            if occurs(variable, field) then return true end
        end
    end
    return false
end

function Inference:unify(a, b, line)
    self.unifications = self.unifications + 1
    a, b = prune(a), prune(b)
    if a == b then return end
    if a.tag == "var" then
        if occurs(a, b) then problem("type", line, "infinite type") end
        a.link = b
    elseif b.tag == "var" then
        self:unify(b, a, line)
    elseif a.tag ~= b.tag then
        problem("type", line, "%s is not %s", show(a), show(b))
    elseif a.tag == "arrow" then
        self:unify(a.from, b.from, line)
        self:unify(a.to, b.to, line)
    elseif a.tag == "list" then
        self:unify(a.item, b.item, line)
    elseif a.tag == "tuple" then
        if #a.items ~= #b.items then problem("type", line, "%s is not %s", show(a), show(b)) end
        for i, item in ipairs(a.items) do
            self:unify(item, b.items[i], line)
        end
    elseif a.tag == "record" then
        if #a.order ~= #b.order then problem("type", line, "%s is not %s", show(a), show(b)) end
        for name, field in pairs(a.fields) do
            if not b.fields[name] then problem("type", line, "no field '%s' in %s", name, show(b)) end
            self:unify(field, b.fields[name], line)
        end
    end
end

function Inference:instantiate(type, level, known)
    type = prune(type)
    local tag = type.tag
    if tag == "var" then
        if type.level ~= math.huge then return type end
        local copy = known[type]
        if not copy then
            copy = self:fresh(level)
            known[type] = copy
        end
        return copy
    elseif tag == "arrow" then
        return arrow(self:instantiate(type.from, level, known), self:instantiate(type.to, level, known))
    elseif tag == "list" then
        return list_of(self:instantiate(type.item, level, known))
    elseif tag == "tuple" then
        local items = {}
        for i, item in ipairs(type.items) do
            items[i] = self:instantiate(item, level, known)
        end
        return { tag = "tuple", items = items }
    elseif tag == "record" then
        local fields = {}
        for _, name in ipairs(type.order) do
            fields[name] = self:instantiate(type.fields[name], level, known)
        end
        return { tag = "record", fields = fields, order = type.order }
    end
    return type
end

local function generalize(type, level)
    type = prune(type)
    local tag = type.tag
    if tag == "var" then
        if type.level > level then type.level = math.huge end
    elseif tag == "arrow" then
        generalize(type.from, level)
        generalize(type.to, level)
    elseif tag == "list" then
        generalize(type.item, level)
    elseif tag == "tuple" then
        for _, item in ipairs(type.items) do generalize(item, level) end
    elseif tag == "record" then
        for _, field in pairs(type.fields) do generalize(field, level) end
    end
    return type
end

local operator_types = {
    ["+"] = { INT, INT, INT }, ["-"] = { INT, INT, INT }, ["*"] = { INT, INT, INT }, ["/"] = { INT, INT, INT },
    ["%"] = { INT, INT, INT }, ["<"] = { INT, INT, BOOL }, ["<="] = { INT, INT, BOOL },
    ["&&"] = { BOOL, BOOL, BOOL }, ["||"] = { BOOL, BOOL, BOOL }, ["++"] = { STRING, STRING, STRING },
}

local infer = {}

function Inference:type_of(node, scope, level)
    return infer[node.tag](self, node, scope, level)
end

local function constant_type(value)
    local kind = type(value)
    return kind == "number" and INT or kind == "boolean" and BOOL or STRING
end

function infer.constant(_, node) return constant_type(node.value) end

infer["nil"] = function(self, _, _, level) return list_of(self:fresh(level)) end

function infer.variable(self, node, scope, level)
    local found = scope[node.name]
    if not found then problem("type", node.line, "unknown name '%s'", node.name) end
    return self:instantiate(found, level, {})
end

infer["fun"] = function(self, node, scope, level)
    local from = self:fresh(level)
    local inner = setmetatable({ [node.parameter] = from }, { __index = scope })
    return arrow(from, self:type_of(node.body, inner, level))
end

function infer.call(self, node, scope, level)
    local callee = self:type_of(node.callee, scope, level)
    local argument = self:type_of(node.argument, scope, level)
    local result = self:fresh(level)
    self:unify(callee, arrow(argument, result), node.line)
    return result
end

function infer.let(self, node, scope, level)
    local inner = setmetatable({}, { __index = scope })
    local value
    if node.recursive then
        local own = self:fresh(level + 1)
        inner[node.name] = own
        value = self:type_of(node.value, inner, level + 1)
        self:unify(own, value, node.line)
    else
        value = self:type_of(node.value, scope, level + 1)
    end
    inner[node.name] = generalize(value, level)
    return self:type_of(node.body, inner, level)
end

infer["if"] = function(self, node, scope, level)
    self:unify(self:type_of(node.condition, scope, level), BOOL, node.line)
    local yes = self:type_of(node.yes, scope, level)
    self:unify(yes, self:type_of(node.no, scope, level), node.line)
    return yes
end

function infer.tuple(self, node, scope, level)
    local items = {}
    for i, item in ipairs(node.items) do
        items[i] = self:type_of(item, scope, level)
    end
    return { tag = "tuple", items = items }
end

function infer.record(self, node, scope, level)
    local fields = {}
    for _, name in ipairs(node.order) do
        fields[name] = self:type_of(node.fields[name], scope, level)
    end
    return { tag = "record", fields = fields, order = node.order }
end

function infer.field(self, node, scope, level)
    local record = prune(self:type_of(node.record, scope, level))
    if record.tag ~= "record" then problem("type", node.line, "%s has no fields", show(record)) end
    return record.fields[node.name] or problem("type", node.line, "no field '%s' in %s", node.name, show(record))
end

function infer.binary(self, node, scope, level)
    local left = self:type_of(node.left, scope, level)
    local right = self:type_of(node.right, scope, level)
    if node.operator == "::" then
        self:unify(list_of(left), right, node.line)
        return right
    elseif node.operator == "==" or node.operator == "<>" then
        self:unify(left, right, node.line)
        return BOOL
    end
    local expected = operator_types[node.operator]
    self:unify(left, expected[1], node.line)
    self:unify(right, expected[2], node.line)
    return expected[3]
end

function Inference:pattern_type(pattern, into, level)
    local tag = pattern.tag
    if tag == "any" then
        return self:fresh(level)
    elseif tag == "bind" then
        local type = self:fresh(level)
        into[pattern.name] = type
        return type
    elseif tag == "constant" then
        return constant_type(pattern.value)
    elseif tag == "nil" then
        return list_of(self:fresh(level))
    elseif tag == "cons" then
        local list = list_of(self:pattern_type(pattern.head, into, level))
        self:unify(list, self:pattern_type(pattern.tail, into, level))
        return list
    end
    local items = {}
    for i, item in ipairs(pattern.items) do
        items[i] = self:pattern_type(item, into, level)
    end
    return { tag = "tuple", items = items }
end

function infer.match(self, node, scope, level)
    local subject = self:type_of(node.subject, scope, level)
    local result = self:fresh(level)
    for _, case in ipairs(node.cases) do
        local inner = setmetatable({}, { __index = scope })
        self:unify(subject, self:pattern_type(case.pattern, inner, level), node.line)
        self:unify(result, self:type_of(case.body, inner, level), node.line)
    end
    return result
end

---------------------------------------------------------------------------------------------------------------------
-- Optimizer: folds constants and known conditions

local apply_operator = {
    ["+"] = function(a, b) return a + b end,
    ["-"] = function(a, b) return a - b end,
    ["*"] = function(a, b) return a * b end,
    ["/"] = function(a, b) return b == 0 and problem("run", 0, "division by zero") or a // b end,
    ["%"] = function(a, b) return b == 0 and problem("run", 0, "division by zero") or a % b end,
    ["<"] = function(a, b) return a < b end,
    ["<="] = function(a, b) return a <= b end,
    ["++"] = function(a, b) return a .. b end,
}

local function optimize(node)
    if type(node) ~= "table" then return node end
    local copy = {}
    for key, value in pairs(node) do
        copy[key] = optimize(value)
    end
    if copy.tag == "binary" and copy.left.tag == "constant" and copy.right.tag == "constant" then
        local operate = apply_operator[copy.operator]
        if operate and not (copy.right.value == 0 and (copy.operator == "/" or copy.operator == "%")) then
            return { tag = "constant", value = operate(copy.left.value, copy.right.value) }
        end
    elseif copy.tag == "if" and copy.condition.tag == "constant" then
        return copy.condition.value and copy.yes or copy.no
    end
    return copy
end

local function count_nodes(node)
    local count = node.tag and 1 or 0
    for _, value in pairs(node) do
        if type(value) == "table" then count = count + count_nodes(value) end
    end
    return count
end

---------------------------------------------------------------------------------------------------------------------
-- Values

local EMPTY = { empty = true }

local function equal(a, b)
    if type(a) ~= "table" or type(b) ~= "table" then return a == b end
    if a.empty or b.empty then return a.empty == b.empty end
    if a.head ~= nil then
        return equal(a.head, b.head) and equal(a.tail, b.tail)
    end
    for key, value in pairs(a) do
        if not equal(value, b[key]) then return false end
    end
    return true
end

local function display(value)
    if type(value) == "function" then return "<fun>" end
    if type(value) == "string" then return '"' .. value .. '"' end
    if type(value) ~= "table" then return tostring(value) end
    if value.empty then return "[]" end
    local parts = {}
    if value.head ~= nil then
        while not value.empty do
            parts[#parts + 1] = display(value.head)
            value = value.tail
        end
        return "[" .. table.concat(parts, "; ") .. "]"
    end
    if value.parameter then return "<fun>" end
    if value.n then
        for i = 1, value.n do parts[i] = display(value[i]) end
        return "(" .. table.concat(parts, ", ") .. ")"
    end
    for name, field in pairs(value) do
        parts[#parts + 1] = name .. " = " .. display(field)
    end
    table.sort(parts)
    return "{" .. table.concat(parts, "; ") .. "}"
end

local function bind(pattern, value, into)
    local tag = pattern.tag
    if tag == "any" then return true end
    if tag == "bind" then
        into[pattern.name] = value
        return true
    elseif tag == "constant" then
        return value == pattern.value
    elseif tag == "nil" then
        return value.empty == true
    elseif tag == "cons" then
        return not value.empty and bind(pattern.head, value.head, into) and bind(pattern.tail, value.tail, into)
    end
    for i, item in ipairs(pattern.items) do
        if not bind(item, value[i], into) then return false end
    end
    return true
end

---------------------------------------------------------------------------------------------------------------------
-- First evaluator: walks the tree, scopes are chains of tables

local evaluate
local walkers = {}

evaluate = function(node, scope)
    return walkers[node.tag](node, scope)
end

function walkers.constant(node) return node.value end

walkers["nil"] = function() return EMPTY end

function walkers.variable(node, scope)
    return scope[node.name]
end

walkers["fun"] = function(node, scope)
    return { parameter = node.parameter, body = node.body, scope = scope }
end

local function call(callee, argument)
    if type(callee) == "function" then return callee(argument) end
    return evaluate(callee.body, setmetatable({ [callee.parameter] = argument }, { __index = callee.scope }))
end

function walkers.call(node, scope)
    return call(evaluate(node.callee, scope), evaluate(node.argument, scope))
end

function walkers.let(node, scope)
    local inner = setmetatable({}, { __index = scope })
    inner[node.name] = evaluate(node.value, node.recursive and inner or scope)
    return evaluate(node.body, inner)
end

walkers["if"] = function(node, scope)
    if evaluate(node.condition, scope) then
        return evaluate(node.yes, scope)
    end
    return evaluate(node.no, scope)
end

function walkers.tuple(node, scope)
    local value = { n = #node.items }
    for i, item in ipairs(node.items) do
        value[i] = evaluate(item, scope)
    end
    return value
end

function walkers.record(node, scope)
    local value = {}
    for name, field in pairs(node.fields) do
        value[name] = evaluate(field, scope)
    end
    return value
end

function walkers.field(node, scope)
    return evaluate(node.record, scope)[node.name]
end

function walkers.binary(node, scope)
    local operator = node.operator
    local left = evaluate(node.left, scope)
    if operator == "&&" then
        return left and evaluate(node.right, scope)
    elseif operator == "||" then
        return left or evaluate(node.right, scope)
    end
    local right = evaluate(node.right, scope)
    if operator == "::" then return { head = left, tail = right } end
    if operator == "==" then return equal(left, right) end
    if operator == "<>" then return not equal(left, right) end
    return apply_operator[operator](left, right)
end

function walkers.match(node, scope)
    local subject = evaluate(node.subject, scope)
    for _, case in ipairs(node.cases) do
        local inner = setmetatable({}, { __index = scope })
        if bind(case.pattern, subject, inner) then
            return evaluate(case.body, inner)
        end
    end
    problem("run", node.line, "no case matches %s", display(subject))
end

---------------------------------------------------------------------------------------------------------------------
-- Second evaluator: turns the tree into closures, scopes are linked frames found by depth

local compile
local compilers = {}

compile = function(node, names)
    return compilers[node.tag](node, names)
end

local function depth_of(names, name)
    local depth = 0
    while names do
        if names.name == name then return depth end
        depth = depth + 1
        names = names.outer
    end
    return nil
end

function compilers.constant(node)
    local value = node.value
    return function() return value end
end

compilers["nil"] = function()
    return function() return EMPTY end
end

function compilers.variable(node, names)
    local depth = depth_of(names, node.name)
    if depth == 0 then
        return function(frame) return frame.value end
    elseif depth == 1 then
        return function(frame) return frame.outer.value end
    end
    return function(frame)
        for _ = 1, depth do
            frame = frame.outer
        end
        return frame.value
    end
end

compilers["fun"] = function(node, names)
    local body = compile(node.body, { name = node.parameter, outer = names })
    return function(frame)
        return function(argument)
            return body({ value = argument, outer = frame })
        end
    end
end

function compilers.call(node, names)
    local callee, argument = compile(node.callee, names), compile(node.argument, names)
    return function(frame)
        return callee(frame)(argument(frame))
    end
end

function compilers.let(node, names)
    local inner = { name = node.name, outer = names }
    local value = compile(node.value, node.recursive and inner or names)
    local body = compile(node.body, inner)
    if node.recursive then
        return function(frame)
            local own = { outer = frame }
            own.value = value(own)
            return body(own)
        end
    end
    return function(frame)
        return body({ value = value(frame), outer = frame })
    end
end

compilers["if"] = function(node, names)
    local condition, yes, no = compile(node.condition, names), compile(node.yes, names), compile(node.no, names)
    return function(frame)
        if condition(frame) then return yes(frame) end
        return no(frame)
    end
end

function compilers.tuple(node, names)
    local items = {}
    for i, item in ipairs(node.items) do items[i] = compile(item, names) end
    return function(frame)
        local value = { n = #items }
        for i = 1, #items do value[i] = items[i](frame) end
        return value
    end
end

function compilers.record(node, names)
    local fields = {}
    for name, field in pairs(node.fields) do fields[name] = compile(field, names) end
    return function(frame)
        local value = {}
        for name, field in pairs(fields) do value[name] = field(frame) end
        return value
    end
end

function compilers.field(node, names)
    local record, name = compile(node.record, names), node.name
    return function(frame) return record(frame)[name] end
end

function compilers.binary(node, names)
    local left, right = compile(node.left, names), compile(node.right, names)
    local operator = node.operator
    if operator == "&&" then
        return function(frame) return left(frame) and right(frame) end
    elseif operator == "||" then
        return function(frame) return left(frame) or right(frame) end
    elseif operator == "::" then
        return function(frame) return { head = left(frame), tail = right(frame) } end
    elseif operator == "==" then
        return function(frame) return equal(left(frame), right(frame)) end
    elseif operator == "<>" then
        return function(frame) return not equal(left(frame), right(frame)) end
    end
    local operate = apply_operator[operator]
    return function(frame) return operate(left(frame), right(frame)) end
end

local function pattern_names(pattern, names)
    if pattern.tag == "bind" then
        return { name = pattern.name, outer = names }
    elseif pattern.tag == "cons" then
        return pattern_names(pattern.tail, pattern_names(pattern.head, names))
    elseif pattern.tag == "tuple" then
        for _, item in ipairs(pattern.items) do
            names = pattern_names(item, names)
        end
    end
    return names
end

local function extend(pattern, value, frame)
    local tag = pattern.tag
    if tag == "any" then return frame end
    if tag == "bind" then return { value = value, outer = frame } end
    if tag == "constant" then return value == pattern.value and frame or nil end
    if tag == "nil" then return value.empty and frame or nil end
    if tag == "cons" then
        if value.empty then return nil end
        frame = extend(pattern.head, value.head, frame)
        return frame and extend(pattern.tail, value.tail, frame)
    end
    for i, item in ipairs(pattern.items) do
        frame = extend(item, value[i], frame)
        if not frame then return nil end
    end
    return frame
end

function compilers.match(node, names)
    local subject = compile(node.subject, names)
    local cases = {}
    for i, case in ipairs(node.cases) do
        cases[i] = { pattern = case.pattern, body = compile(case.body, pattern_names(case.pattern, names)) }
    end
    return function(frame)
        local value = subject(frame)
        for _, case in ipairs(cases) do
            local inner = extend(case.pattern, value, frame)
            if inner then return case.body(inner) end
        end
        problem("run", node.line, "no case matches %s", display(value))
    end
end

---------------------------------------------------------------------------------------------------------------------
-- Programs

local prelude = [[
let rec map f list = match list with [] -> [] | head :: tail -> f head :: map f tail in
let rec filter keep list = match list with
    [] -> []
    | head :: tail -> if keep head then head :: filter keep tail else filter keep tail in
let rec fold f start list = match list with [] -> start | head :: tail -> fold f (f start head) tail in
let rec append a b = match a with [] -> b | head :: tail -> head :: append tail b in
let rec range low high = if high < low then [] else low :: range (low + 1) high in
let rec zip a b = match (a, b) with (x :: xs, y :: ys) -> (x, y) :: zip xs ys | _ -> [] in
let compose f g x = f (g x) in
let length list = fold (fun count item -> count + 1) 0 list in
let reverse list = fold (fun result item -> item :: result) [] list in
]]

local programs = {
    { "fibonacci", "let rec fib n = if n < 2 then n else fib (n - 1) + fib (n - 2) in fib SIZE" },
    { "sum of squares", "fold (fun a b -> a + b) 0 (map (fun x -> x * x) (filter (fun x -> x % 3 == 0) (range 1 (SIZE * 20))))" },
    { "quicksort", [[
let rec sort list = match list with
    [] -> []
    | pivot :: rest ->
        append (sort (filter (fun x -> x < pivot) rest)) (pivot :: sort (filter (fun x -> pivot <= x) rest)) in
sort (map (fun x -> x * 7919 % 101) (range 1 (SIZE * 5)))]] },
    { "queens", [[
let rec safe queen distance placed = match placed with
    [] -> true
    | other :: rest ->
        other <> queen && other + distance <> queen && other - distance <> queen && safe queen (distance + 1) rest in
let rec place count size placed =
    if count == 0 then 1
    else fold (fun total queen -> if safe queen 1 placed then total + place (count - 1) size (queen :: placed) else total)
        0 (range 1 size) in
place 5 5 [] ]] },
    { "records", [[
let make name age = {name = name; age = age} in
let people = [make "Ada" 36; make "Alan" 41; make "Grace" 85] in
let older = map (fun n -> (make "x" n).age + 1) (range 1 SIZE) in
(map (fun n -> (n, n * n)) [1; 2; 3], (make "Zoe" (fold (fun a b -> a + b) 0 older)).age)]] },
    { "collatz", [[
let rec steps n count = if n == 1 then count else steps (if n % 2 == 0 then n / 2 else 3 * n + 1) (count + 1) in
fold (fun best n -> let count = steps n 0 in if best < count then count else best) 0 (range 1 (SIZE * 3))]] },
    { "text", [[fold (fun text item -> text ++ item) "" (map (fun n -> if n % 2 == 0 then "even " else "odd ") (range 1 SIZE))]] },
    { "polymorphism", "let id x = x in let pair = (id 1, id \"one\", id true) in (pair, compose id id (1 + 2 * 3 - 4), length (zip (range 1 9) (reverse (range 1 5))))" },
    { "type error", "map (fun x -> x + 1) [true; false]" },
    { "infinite type", "let f x = x x in f" },
    { "unknown name", "range 1 hundred" },
    { "no case", "match [1; 2] with [] -> 0" },
    { "syntax error", "let x = in 3" },
    { "functions", "compose" },
}

local function run(source, evaluator)
    local tree = parse(source)
    local inference = Inference.new()
    local kind = generalize(inference:type_of(tree, {}, 1), 0)
    local before = count_nodes(tree)
    tree = optimize(tree)
    local value
    if evaluator == "walk" then
        value = evaluate(tree, {})
    else
        value = compile(tree, nil)(nil)
    end
    return {
        type = show(kind),
        value = display(value),
        variables = inference.count,
        unifications = inference.unifications,
        removed = before - count_nodes(tree),
    }
end

local size = tonumber(arg and arg[1]) or 20
for _, program in ipairs(programs) do
    local name, text = program[1], program[2]
    local source = prelude .. text:gsub("SIZE", tostring(size))
    for _, evaluator in ipairs({ "walk", "closures" }) do
        local ok, result = pcall(run, source, evaluator)
        if ok then
            if evaluator == "walk" then
                print(string.format("%s : %s", name, result.type))
                print(string.format("  %d variables, %d unifications, %d nodes removed", result.variables, result.unifications, result.removed))
            end
            print(string.format("  %-8s = %s", evaluator, result.value))
        else
            if type(result) ~= "table" then error(result, 0) end
            print(string.format("%s: %s error in line %s: %s", name, result.kind, tostring(result.line), result.text))
        end
    end
end
