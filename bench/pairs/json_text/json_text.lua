-- A JSON reader and writer, written with patterns and a table of functions by first character.

local json = {}

local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

local parse_value

local function fail(text, position, expected)
    error(string.format("expected %s at %d near '%s'", expected, position, text:sub(position, position + 5)))
end

local function skip(text, position)
    return text:match("^[ \t\r\n]*()", position)
end

local function parse_string(text, position)
    local parts = {}
    position = position + 1
    while true do
        local chunk, stop, after = text:match('^([^"\\]*)(["\\])()', position)
        if not chunk then
            fail(text, position, "end of string")
        end
        parts[#parts + 1] = chunk
        if stop == '"' then
            return table.concat(parts), after
        end
        local letter = text:sub(after, after)
        if letter == "u" then
            parts[#parts + 1] = utf8.char(tonumber(text:sub(after + 1, after + 4), 16))
            position = after + 5
        else
            parts[#parts + 1] = escapes[letter] or fail(text, after, "escape")
            position = after + 1
        end
    end
end

local function parse_number(text, position)
    local number, after = text:match("^(-?%d+%.?%d*[eE]?[+-]?%d*)()", position)
    if not number then
        fail(text, position, "number")
    end
    return tonumber(number), after
end

local function parse_array(text, position)
    local array = {}
    position = skip(text, position + 1)
    if text:sub(position, position) == "]" then
        return array, position + 1
    end
    while true do
        local value
        value, position = parse_value(text, position)
        array[#array + 1] = value
        position = skip(text, position)
        local char = text:sub(position, position)
        if char == "]" then
            return array, position + 1
        elseif char ~= "," then
            fail(text, position, "',' or ']'")
        end
        position = position + 1
    end
end

local function parse_object(text, position)
    local object = {}
    position = skip(text, position + 1)
    if text:sub(position, position) == "}" then
        return object, position + 1
    end
    while true do
        position = skip(text, position)
        if text:sub(position, position) ~= '"' then
            fail(text, position, "key")
        end
        local key, value
        key, position = parse_string(text, position)
        position = skip(text, position)
        if text:sub(position, position) ~= ":" then
            fail(text, position, "':'")
        end
        value, position = parse_value(text, position + 1)
        object[key] = value
        position = skip(text, position)
        local char = text:sub(position, position)
        if char == "}" then
            return object, position + 1
        elseif char ~= "," then
            fail(text, position, "',' or '}'")
        end
        position = position + 1
    end
end

local function parse_literal(literal, value)
    return function(text, position)
        if text:sub(position, position + #literal - 1) ~= literal then
            fail(text, position, literal)
        end
        return value, position + #literal
    end
end

local parsers = {
    ["{"] = parse_object,
    ["["] = parse_array,
    ['"'] = parse_string,
    t = parse_literal("true", true),
    f = parse_literal("false", false),
    n = parse_literal("null", nil),
}

function parse_value(text, position)
    position = skip(text, position)
    local parser = parsers[text:sub(position, position)] or parse_number
    return parser(text, position)
end

function json.decode(text)
    local value, position = parse_value(text, 1)
    position = skip(text, position)
    if position <= #text then
        fail(text, position, "end of text")
    end
    return value
end

local named = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r" }

local function quote(text)
    return '"' .. text:gsub('[%c"\\]', function(char)
        return named[char] or string.format("\\u%04x", char:byte())
    end) .. '"'
end

local function write(value, out)
    local kind = type(value)
    if kind == "table" then
        if #value > 0 or next(value) == nil then
            out[#out + 1] = "["
            for i, each in ipairs(value) do
                if i > 1 then out[#out + 1] = "," end
                write(each, out)
            end
            out[#out + 1] = "]"
        else
            local keys = {}
            for key in pairs(value) do
                keys[#keys + 1] = key
            end
            table.sort(keys)
            out[#out + 1] = "{"
            for i, key in ipairs(keys) do
                if i > 1 then out[#out + 1] = "," end
                out[#out + 1] = quote(key)
                out[#out + 1] = ":"
                write(value[key], out)
            end
            out[#out + 1] = "}"
        end
    elseif kind == "string" then
        out[#out + 1] = quote(value)
    else
        out[#out + 1] = tostring(value)
    end
end

function json.encode(value)
    local out = {}
    write(value, out)
    return table.concat(out)
end

local function sample(count)
    local users = {}
    for i = 1, count do
        users[i] = {
            id = i,
            name = "user " .. i,
            email = "user" .. i .. "@example.org",
            active = i % 3 ~= 0,
            score = i * 0.5,
            tags = { "a" .. i % 7, 'quoted "tag"', "tab\there" },
            address = { street = i .. " Main Street", city = "Town " .. i % 10, location = { i / 4, -i / 8 } },
        }
    end
    return { users = users, total = count, version = "1.0" }
end

local count = tonumber(arg[1]) or 700
local document = sample(count)
local text = json.encode(document)
local length, same = 0, 0
for _ = 1, 10 do
    local copy = json.decode(text)
    local again = json.encode(copy)
    length = length + #again
    if again == text then
        same = same + 1
    end
end
print(length, same)
print(json.decode('{"a": [1, 2.5, -3e2, true, null], "b": "\\u00e9\\n"}').b)
local ok, problem = pcall(json.decode, '{"a": [1 2]}')
print(ok, (problem:gsub("^.-:%d+: ", "")))
