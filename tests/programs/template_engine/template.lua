--- Templates compiled to Lua source.
--
--   {{ expression }}      escaped output        {{{ expression }}}   output as it is
--   {% statement %}       Lua code              {# comment #}
--   {%- … -%}             trims white space     {% block name %} … {% endblock %}, {% extends "layout" %}
--   {% include "name" %}  another template      {{ value | filter | filter(argument) }}

local M = {}

local concat, unpack = table.concat, table.unpack

local Environment = {}
Environment.__index = Environment

local function html(value)
  if value == nil then return "" end
  local text = tostring(value)
  return (text:gsub("[&<>\"']", {
    ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
  }))
end

local builtin_filters = {
  upper = string.upper,
  lower = string.lower,
  trim = function(s) return (tostring(s):match("^%s*(.-)%s*$")) end,
  default = function(value, fallback)
    if value == nil or value == "" then return fallback end
    return value
  end,
  join = function(list, separator)
    local out = {}
    for i, item in ipairs(list) do out[i] = tostring(item) end
    return concat(out, separator or ", ")
  end,
  format = function(value, pattern) return pattern:format(value) end,
  truncate = function(s, length, tail)
    tail = tail or "…"
    if utf8.len(s) <= length then return s end
    return s:sub(1, utf8.offset(s, length + 1) - 1) .. tail
  end,
  capitalize = function(s) return (s:gsub("^%l", string.upper)) end,
  reverse = function(s)
    local out = {}
    for _, code in utf8.codes(s) do table.insert(out, 1, utf8.char(code)) end
    return concat(out)
  end,
}

local SAFE = {}
local function safe(text) return setmetatable({ text = text }, SAFE) end
SAFE.__tostring = function(self) return self.text end
SAFE.__concat = function(a, b) return safe(tostring(a) .. tostring(b)) end
builtin_filters.safe = function(value) return safe(tostring(value)) end

--- Makes an environment: `loader(name)` gives a template's text, `globals` what templates see.
function M.new(loader, globals)
  local environment = setmetatable({
    loader = loader,
    cache = {},
    filters = setmetatable({}, { __index = builtin_filters }),
    globals = setmetatable(globals or {}, { __index = M.visible }),
    compiled = 0,
  }, Environment)
  return environment
end

M.visible = {
  ipairs = ipairs, pairs = pairs, tostring = tostring, tonumber = tonumber, type = type, select = select,
  string = string, table = table, math = math, error = error,
  range = function(from, to, step)
    return coroutine.wrap(function()
      for i = from, to, step or 1 do coroutine.yield(i) end
    end)
  end,
}

-- Scanning: a list of pieces {kind, text, line, trim_left, trim_right} ------------------------

local closers = { ["{{{"] = "}}}", ["{{"] = "}}", ["{%"] = "%}", ["{#"] = "#}" }

local function scan(source, name)
  local pieces, position, line = {}, 1, 1
  local function advance(text) line = line + select(2, text:gsub("\n", "\n")) end
  while position <= #source do
    local start = source:find("{[{%%#]", position)
    if not start then
      pieces[#pieces + 1] = { kind = "text", text = source:sub(position), line = line }
      break
    end
    if start > position then
      local text = source:sub(position, start - 1)
      pieces[#pieces + 1] = { kind = "text", text = text, line = line }
      advance(text)
    end
    local opener = source:match("^{{{", start) or source:sub(start, start + 1)
    local closer = closers[opener]
    local stop = source:find(closer, start + #opener, true)
    if not stop then error(("%s:%d: '%s' is not closed"):format(name, line, opener), 0) end
    local body = source:sub(start + #opener, stop - 1)
    local piece = { kind = opener, line = line }
    if body:sub(1, 1) == "-" then piece.trim_left, body = true, body:sub(2) end
    if body:sub(-1) == "-" then piece.trim_right, body = true, body:sub(1, -2) end
    piece.text = body:match("^%s*(.-)%s*$")
    advance(source:sub(start, stop))
    pieces[#pieces + 1] = piece
    position = stop + #closer
  end
  for index, piece in ipairs(pieces) do
    if piece.kind == "text" then
      local before, after = pieces[index - 1], pieces[index + 1]
      if before and before.trim_right then
        local removed = piece.text:match("^%s*")
        piece.line = piece.line + select(2, removed:gsub("\n", ""))
        piece.text = piece.text:sub(#removed + 1)
      end
      if after and after.trim_left then piece.text = piece.text:match("^(.-)%s*$") end
    end
  end
  return pieces
end

-- Generating Lua, one line of Lua for a line of the template, so that errors have its lines ----

local function split_filters(expression)
  local parts, depth, start, quote, i = {}, 0, 1, nil, 1
  while i <= #expression do
    local c = expression:sub(i, i)
    if quote then
      if c == "\\" then i = i + 1 elseif c == quote then quote = nil end
    elseif c == '"' or c == "'" then
      quote = c
    elseif c:find("[%(%[{]") then
      depth = depth + 1
    elseif c:find("[%)%]}]") then
      depth = depth - 1
    elseif c == "|" and depth == 0 then
      parts[#parts + 1] = expression:sub(start, i - 1)
      start = i + 1
    end
    i = i + 1
  end
  parts[#parts + 1] = expression:sub(start)
  return parts
end

local function with_filters(expression, piece, name)
  local parts = split_filters(expression)
  local code = "(" .. parts[1] .. ")"
  if parts[1]:match("^%s*$") then error(("%s:%d: empty expression"):format(name, piece.line), 0) end
  for i = 2, #parts do
    local filter, arguments = parts[i]:match("^%s*([%a_][%w_]*)%s*%(?(.-)%)?%s*$")
    if not filter then error(("%s:%d: bad filter '%s'"):format(name, piece.line, parts[i]), 0) end
    code = ("_filter(%q, %s%s)"):format(filter, code, arguments ~= "" and ", " .. arguments or "")
  end
  return code
end

local function generate(pieces, name)
  local out, line, blocks, extends = {}, 1, {}, nil
  local function emit(at, code)
    while line < at do
      out[#out + 1] = "\n"
      line = line + 1
    end
    out[#out + 1] = code
    line = line + select(2, code:gsub("\n", "\n"))
  end
  for _, piece in ipairs(pieces) do
    local kind, text = piece.kind, piece.text
    if kind == "text" then
      if text ~= "" then
        emit(piece.line, ("_out(%q) "):format(text):gsub("\\\n", "\\n"))
      end
    elseif kind == "{{" then
      emit(piece.line, "_out(_escape(" .. with_filters(text, piece, name) .. ")) ")
    elseif kind == "{{{" then
      emit(piece.line, "_out(_raw(" .. with_filters(text, piece, name) .. ")) ")
    elseif kind == "{%" then
      local word, rest = text:match("^(%a+)%s*(.-)$")
      if word == "block" then
        if not rest:match("^[%a_][%w_]*$") then error(("%s:%d: a block needs a name"):format(name, piece.line), 0) end
        blocks[#blocks + 1] = { name = rest, line = piece.line }
        emit(piece.line, ("_define(%q, function(_super) "):format(rest))
      elseif word == "endblock" then
        local block = table.remove(blocks)
        if not block then error(("%s:%d: endblock without block"):format(name, piece.line), 0) end
        emit(piece.line, ("end) _show(%q) "):format(block.name))
      elseif word == "extends" then
        extends = rest
        emit(piece.line, "_extends(" .. rest .. ") ")
      elseif word == "include" then
        emit(piece.line, "_include(" .. rest .. ") ")
      else
        emit(piece.line, text .. " ")
      end
    end
  end
  if #blocks > 0 then
    error(("%s:%d: block '%s' is not closed"):format(name, blocks[#blocks].line, blocks[#blocks].name), 0)
  end
  return concat(out), extends
end

--- Lua source of a template's text; second, whether it extends another.
function M.compile(source, name)
  return generate(scan(source, name or "template"), name or "template")
end

-- Running --------------------------------------------------------------------------------------

function Environment:get(name)
  local template = self.cache[name]
  if template then return template end
  local source = self.loader(name)
  if not source then error(("template '%s' not found"):format(name), 0) end
  template = { name = name, code = M.compile(source, name) }
  self.cache[name] = template
  self.compiled = self.compiled + 1
  return template
end

local Run = {}
Run.__index = Run

function Run:execute(template, variables, level)
  if level > 20 then error(("templates include each other without end at '%s'"):format(template.name), 0) end
  local environment, run = self.environment, self
  local helpers
  local env = setmetatable({}, {
    __index = function(_, key)
      local value = helpers[key]
      if value == nil then value = variables[key] end
      if value == nil then value = environment.globals[key] end
      return value
    end,
    __newindex = variables,
  })
  helpers = {
    _out = function(text) run.buffer[#run.buffer + 1] = text end,
    _escape = function(value)
      if getmetatable(value) == SAFE then return value.text end
      return html(value)
    end,
    _raw = function(value) return value == nil and "" or tostring(value) end,
    _filter = function(filter, value, ...)
      local f = environment.filters[filter]
      if not f then error(("unknown filter '%s'"):format(filter), 2) end
      return f(value, ...)
    end,
    _define = function(block, body)
      local chain = run.blocks[block]
      if chain then chain[#chain + 1] = body else run.blocks[block] = { body } end
    end,
    _show = function(block)
      if run.parent and level == run.level then return end
      local chain = run.blocks[block]
      local function call(index)
        local body = chain[index]
        if not body then return "" end
        local saved = run.buffer
        run.buffer = {}
        body(function() return safe(call(index + 1)) end)
        local text = concat(run.buffer)
        run.buffer = saved
        return text
      end
      helpers._out(call(1))
    end,
    _extends = function(parent)
      run.parent, run.level = parent, level
    end,
    _include = function(other, extra)
      run:execute(environment:get(other), setmetatable(extra or {}, { __index = variables }), level + 1)
    end,
  }
  local chunk, problem = load(template.code, "=" .. template.name, "t", env)
  if not chunk then error(problem, 0) end
  local mark = #self.buffer
  chunk()
  local parent = self.parent
  if parent and level == self.level then
    for i = #self.buffer, mark + 1, -1 do self.buffer[i] = nil end
    self.parent, self.level = nil, nil
    self:execute(environment:get(parent), variables, level + 1)
  end
end

--- Renders a template; returns the text, or nil and a message with the template's position.
function Environment:render(name, variables)
  local run = setmetatable({ environment = self, buffer = {}, blocks = {} }, Run)
  local ok, problem = xpcall(run.execute, function(message)
    return (tostring(message):gsub("^%./", ""))
  end, run, self:get(name), variables or {}, 0)
  if not ok then return nil, problem end
  return concat(run.buffer)
end

--- Renders a text that has no name.
function Environment:render_string(source, variables, ...)
  self.cache["(string)"] = { name = "(string)", code = (M.compile(source, "(string)")) }
  return self:render("(string)", variables, ...)
end

M.safe, M.unpack = safe, unpack
return M
