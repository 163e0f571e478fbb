local json = require "json"

local function show(label, ...)
  local parts = table.pack(...)
  for i = 1, parts.n do parts[i] = tostring(parts[i]) end
  print(("%-22s %s"):format(label, table.concat(parts, " | ")))
end

print(json._VERSION)

-- Scalars
for _, text in ipairs { "0", "-0", "-0.0", "1", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
  "1.5", "1e3", "1E-2", "123456789012345678901234567890", "0.1", "1e400", "5e-324", "2.2250738585072014e-308",
  "100000000000000", "1e15", "1e100", "true", "false", "null", '""', '"x"' } do
  local value = json.decode(text)
  show("decode " .. text:sub(1, 14), math.type(value) or type(value), tostring(value),
    (select(2, pcall(json.encode, value))))
end

-- Strings
show("escapes", json.decode [["a\"b\\c\/d\n\te\u0041\u00e9\u20AC"]])
show("surrogates", json.decode [["\ud83d\ude00 \uD834\uDD1E"]])
show("replacement", json.decode([["\ud83d-\ude00"]], { lone_surrogates = true }))
show("delete char", #json.decode('"a\127b"'))
show("nul", json.encode(json.decode [["a\u0000b"]]))
show("bytes", json.encode("tab\tquote\"back\\slash\1\31\127é/"))
show("ascii", json.encode("é€😀 plain", { ascii = true }))
show("bad utf8", pcall(json.encode, "ok\xff", { ascii = true }))
show("raw utf8", json.encode("ok\xff") == '"ok\xff"')
show("roundtrip", json.decode(json.encode("é€😀", { ascii = true })) == "é€😀")

-- Errors with positions
local broken = {
  "", "   ", "{", "[", "[1", "[1,", "[1,]", "[1 2]", "{1:2}", '{"a"}', '{"a":}', '{"a":1,}', '{"a":1 "b":2}',
  "tru", "nulll", "truefalse", "01", "-01", "1.", ".5", "1.e5", "1e", "1e+", "-", "+1", "0x10", '"abc', '"a\\', '"\\x"',
  '"\\u12"', '"\\u12G4"', '"\\ud800"', '"\\udc00x"', '"a\nb"', "[1]\n  2", "{}}", "nan", "\1",
  '{\n  "a": [\n    1,\n    oops\n  ]\n}', "[\n\n\t\t!]", ("["):rep(250),
}
for _, text in ipairs(broken) do
  local value, problem = json.decode(text)
  show((("%q"):format(text:sub(1, 16)):gsub("\\\n", "\\n")), value, problem)
end
local _, problem = json.decode('{"a": 1,\n "a": 2}', { unique_keys = true })
show("duplicate", problem, problem.line, problem.column, problem.index)
show("duplicate allowed", json.decode('{"a": 1, "a": 2}').a)
show("integers only", json.decode("[1, 2.5]", { integers_only = true }))
show("argument", pcall(json.decode, 42))
show("argument", pcall(json.decode))
show("depth 3", json.decode("[[[]]]", { max_depth = 3 }) ~= nil, json.decode("[[[[]]]]", { max_depth = 3 }))

-- Structure
local document = json.decode([==[
{
  "name": "widget", "tags": ["a", "b", []], "size": {"w": 2, "h": 3.5}, "parts": [
    {"id": 1, "ok": true}, {"id": 2, "ok": false, "note": null}
  ], "empty": {}
}
]==], { ordered = true })
show("order", table.concat(json.keys(document), ","))
show("nested", document.parts[2].id, document.parts[2].note, document.parts[2].note == json.null, #document.tags)
print(json.encode(document))
print(json.encode(document, { indent = 2 }))
print(json.encode({ [10] = "ten", [2] = "two", name = "x" }, { indent = "\t" }))
print(json.encode { 1, 2, { 3, { 4 } }, { a = { b = { c = {} } } } })
print(json.encode(json.array()), json.encode({}), json.encode({ json.null, json.null }), json.encode { x = json.array { 1, nil } })

local Point = {}
Point.__index = Point
function Point.__tojson(p) return { x = p.x, y = p.y } end
print(json.encode { at = setmetatable({ x = 1, y = -2.5 }, Point) })

-- What cannot be encoded
local cycle = { list = {} }
cycle.list[1] = { back = cycle }
show("cycle", pcall(json.encode, cycle))
show("function", pcall(json.encode, { a = { 1, { f = print } } }))
show("nan", pcall(json.encode, { 1, { x = 0 / 0 } }))
show("inf", pcall(json.encode, { -math.huge }))
show("key", pcall(json.encode, { a = { [true] = 1 } }))
local shared = { 1 }
show("shared is no cycle", json.encode { shared, shared })
show("null is read-only", pcall(function() json.null.x = 1 end))
show("null's metatable", getmetatable(json.null))

-- A larger round trip
local seed = 42
local function random(n)
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return seed // 65536 % n
end
local function generate(depth)
  local kind = random(depth > 4 and 4 or 6)
  if kind == 0 then return random(1000) - 500 end
  if kind == 1 then return random(1000) / 8 end
  if kind == 2 then return random(2) == 0 end
  if kind == 3 then
    local chars = {}
    for i = 1, random(6) do chars[i] = utf8.char(random(4) == 0 and 0x10000 + random(1000) or 32 + random(900)) end
    return table.concat(chars)
  end
  local t = kind == 4 and json.array() or {}
  for i = 1, random(5) + 1 do t[kind == 4 and i or "k" .. random(50)] = generate(depth + 1) end
  return t
end
local function decoded(text)
  local value, problem = json.decode(text)
  if problem then error(problem, 0) end
  return value
end
local total, same, digest = 0, 0, 0
for _ = 1, 150 do
  local text = json.encode(generate(0))
  total = total + #text
  local again = json.encode(decoded(text), { ascii = true })
  if json.encode(decoded(again)) == text then same = same + 1 end
  for i = 1, #again, 7 do digest = (digest * 31 + again:byte(i)) & 0xffffffff end
end
show("round trips", total, same, ("%08x"):format(digest))
local numbers = {}
for i = 1, 200 do numbers[i] = (i * 0.1) ^ (i % 9 - 4) end
local text = json.encode(numbers)
local back = json.decode(text)
local equal = 0
for i, n in ipairs(numbers) do if back[i] == n then equal = equal + 1 end end
show("floats", equal, #text, text:sub(1, 60))
