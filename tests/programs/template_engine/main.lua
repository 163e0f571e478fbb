local template = require("template")

local files = {
  layout = [[
<!doctype html>
<title>{% block title %}Site{% endblock %}</title>
<body>
{%- block body %}
  (empty)
{% endblock -%}
</body>
]],
  page = [[
{% extends "layout" %}
{% block title %}{{ title }} - {{ _super() }}{% endblock %}
{% block body %}
<h1>{{ title | upper }}</h1>
{% include "list" %}
{% endblock %}
ignored text
]],
  special = [[
{% extends "page" %}
{% block title %}Special: {{ _super() }}{% endblock %}
]],
  list = [[
<ul>
{%- for i, item in ipairs(items) do %}
  <li class="{{ i % 2 == 0 and "even" or "odd" }}">{{ item }}</li>
{%- end %}
</ul>
]],
  broken_syntax = "line one\n{% for i = 1 do %}\nx{% end %}\n",
  broken_run = "one\ntwo {{ user.name }}\nthree {{ user.address.street }}\n",
  broken_call = "{% local function f(x)\n  return x .. nothing\nend %}\n\n{{ f('a') }}",
  broken_filter = "\n\n{{ 'x' | shout }}",
  raising = "\n{% error('custom') %}",
  raising_table = "{% error({code = 7}) %}",
  loop = "{% include 'loop' %}",
}

local environment = template.new(function(name) return files[name] end)
environment.filters.stars = function(s, n) return ("*"):rep(n or 1) .. s .. ("*"):rep(n or 1) end

local function try(label, source, variables)
  local ok, text, problem = pcall(environment.render_string, environment, source, variables)
  if not ok then print(label, "compile", text)
  elseif not text then print(label, "run", problem)
  else print(label, (("%q"):format(text):gsub("\\\n", "\\n"))) end
end

try("plain", "no code at all")
try("empty", "")
try("variable", "Hello {{ name }}!", { name = "World" })
try("missing", "[{{ missing }}]")
try("escaped", "{{ a }} {{{ a }}}", { a = [[<b class="x">'&'</b>]] })
try("numbers", "{{ 1 }} {{ 1.0 }} {{ 10 / 2 }} {{ 7 // 2 }} {{ 2^53 }} {{ -0.0 }} {{ 1e100 }}")
try("booleans", "{{ true }} {{ false }} {{ nil }}")
try("loop", "{% for i in range(1, 10, 3) do %}{{ i }},{% end %}")
try("condition", "{% if n > 2 then %}big{% elseif n > 1 then %}mid{% else %}small{% end %}", { n = 2 })
try("trim", "a  \n {%- if true then -%} \n b \n {%- end -%} \n c")
try("comment", "a{# not {{ shown }} #}b")
try("multi\tline", "{% local t = {}\nfor i = 1, 3 do\n  t[i] = i * i\nend %}{{ table.concat(t, '+') }}")
try("quotes", "\"double\" 'single' \\back\\ ]] \0 \r\n tab\tend")
try("filters", "{{ name | upper | stars(2) }} {{ list | join('; ') }} {{ x | default('none') }}", { name = "ann", list = { 1, 2.5, "z" } })
try("filter or", "{{ (x or 'a|b') | upper }} {{ {1,2,3} | join }} {{ 3.14159 | format('%.2f') }}")
try("bitwise or", "{{ (5 | 2) }}")
try("utf8", "{{ 'ça va bien ?' | truncate(5) }} {{ 'héé' | reverse }} {{ 'x' | truncate(5) }}")
try("safe", "{{ '<b>' | safe }} {{ markup }} {{ markup .. '<i>' }}", { markup = template.safe("<hr>") })
try("set", "{% counter = (counter or 0) + 1 %}{{ counter }}{% counter = counter * 10 %}{{ counter }}")
try("functions", "{% local function tag(n, s) return '<' .. n .. '>' .. s .. '</' .. n .. '>' end %}{{{ tag('b', tag('i', 'x')) }}}")
try("goto", "{% for i = 1, 5 do if i % 2 == 0 then goto continue end %}{{ i }}{% ::continue:: end %}")
try("no globals", "{{ os }}{{ io }}{{ print }}{{ _G }}{{ require }}")
try("_ENV", "{{ type(_ENV) }}")
try("long", ("{{ i }}"):rep(120), { i = 7 })

-- Problems of templates
try("unclosed", "a\nb {{ name")
try("unclosed", "a {% if x then")
try("unclosed", "\n\n{# never")
try("empty expression", "x\n{{  }}")
try("bad filter", "{{ x | 1up }}")
try("block", "{% block %}{% endblock %}")
try("block", "\n{% block a %}")
try("block", "{% endblock %}")
try("syntax", "x\n\n{{ 1 + }}")
try("syntax", "{% if x %}y{% end %}")
try("syntax", "{{ a b }}")
try("syntax", "{% end %}")
try("syntax", "{% goto nowhere %}")
try("syntax", "{{ 'open }}")
try("syntax", "\n{% local x <const> = 1; x = 2 %}")
try("run", "{{ x.y }}")
try("run", "\n{{ 1 + {} }}")
try("run", "\n\n{{ #n }}", { n = 5 })
try("run", "{{ nothing() }}")
try("run", "{{ string.rep() }}")
try("run", "{{ ('x'):bad() }}")
try("run", "{% for i = 1, 'x' do end %}")
try("run", "{{ 1 < 'x' }}")

for _, name in ipairs { "broken_syntax", "broken_run", "broken_call", "broken_filter", "raising", "raising_table", "loop", "absent" } do
  local ok, text, problem = pcall(environment.render, environment, name, { user = { name = "Ann" } })
  if type(problem) == "string" and problem:find("^table: ") then problem = "a table" end
  print(name, ok, text, problem)
end

-- Inheritance
local data = { title = "Fish & Chips", items = { "<one>", "two", 3, 4.5, true } }
for _, name in ipairs { "layout", "page", "special" } do
  print("== " .. name)
  print((assert(environment:render(name, data))))
end
print("compiled", environment.compiled)

-- The Lua that is made keeps the lines
local source = "one\n{{ a }}\n\n{% if b then %}\nx\n{% end %}\n{{ c }}"
local code, extends = template.compile(source, "t")
print(code)
print(extends, select(2, code:gsub("\n", "\n")), select(2, source:gsub("\n", "\n")))
local lines = {}
local report = setmetatable({}, { __index = function(_, key)
  if key == "_out" then return function() end end
  if key == "_escape" then return function(v) return v end end
  lines[#lines + 1] = key .. "@" .. debug.getinfo(2, "l").currentline
  return true
end })
assert(load(code, "=t", "t", report))()
print(table.concat(lines, " "))

-- Many renderings, each with its own environment
local total = 0
for i = 1, 40 do
  local text = assert(environment:render("list", { items = { i, i * 2 } }))
  total = total + #text
end
print("total", total)
local shared = setmetatable({}, { __index = data })
print(environment:render_string("{% title = 'changed' %}{{ title }}", shared), rawget(shared, "title"), data.title)
