-- Values to Lua source and back: cycles, shared tables, metatables by name, functions by source.
local dump = {}

local classes, class_names = {}, setmetatable({}, { __mode = "k" })

--- Registers a metatable under a name, so that it can be written and found again.
function dump.register(name, metatable)
  if classes[name] and classes[name] ~= metatable then error(("class '%s' is registered already"):format(name), 2) end
  classes[name], class_names[metatable] = metatable, name
  return metatable
end

local keywords = {}
for word in ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"):gmatch("%a+") do
  keywords[word] = true
end

local order = { number = 1, string = 2, boolean = 3 }
local function by_type(a, b)
  local x, y = type(a), type(b)
  if x ~= y then return (order[x] or 9) < (order[y] or 9) end
  if x == "number" or x == "string" then return a < b end
  if x == "boolean" then return b and not a end
  return false
end

local function scalar(value)
  local kind = math.type(value) or type(value)
  if kind == "nil" or kind == "boolean" then return tostring(value) end
  if kind == "string" then return (("%q"):format(value):gsub("\\\n", "\\n"):gsub("\r", "\\r")) end
  if kind == "integer" then return value == math.mininteger and "math.mininteger" or ("%d"):format(value) end
  if kind == "float" then
    if value ~= value then return "0/0" end
    if value == math.huge then return "math.huge" end
    if value == -math.huge then return "-math.huge" end
    local text = ("%.17g"):format(value)
    for digits = 15, 16 do
      local shorter = ("%." .. digits .. "g"):format(value)
      if tonumber(shorter) == value then
        text = shorter
        break
      end
    end
    return text:find("[.eE]") and text or text .. ".0"
  end
  return nil
end

local function path_of(parent, key)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key] then return parent .. "." .. key end
  return parent .. "[" .. scalar(key) .. "]"
end

--- Source of a chunk that returns the value.
function dump.write(value, options)
  options = options or {}
  local indent = options.indent
  local counts, out, delayed = {}, {}, {}
  local names, named = {}, 0

  local function count(v)
    if type(v) ~= "table" then return end
    counts[v] = (counts[v] or 0) + 1
    if counts[v] > 1 then return end
    for key, item in next, v do
      count(key)
      count(item)
    end
  end
  count(value)

  local function keys_of(t)
    local keys = {}
    for key in next, t do if math.type(key) ~= "integer" or key < 1 or key > #t then keys[#keys + 1] = key end end
    table.sort(keys, by_type)
    return keys
  end

  local write
  local function line(depth) return indent and "\n" .. (" "):rep(indent * depth) or "" end

  local function body(t, path, depth)
    local parts = {}
    local n = rawlen(t)
    local function add(text) parts[#parts + 1] = line(depth + 1) .. text end
    local blocked = false
    for i = 1, n do
      local text = write(rawget(t, i), path_of(path, i), depth + 1)
      if not text then
        delayed[#delayed + 1] = { path = path, key = i, value = t[i] }
        text = "nil"
        blocked = blocked or i
      end
      add(text)
    end
    for _, key in ipairs(keys_of(t)) do
      local item = rawget(t, key)
      if scalar(key) == nil then
        delayed[#delayed + 1] = { path = path, key_value = key, value = item }
      else
        local text = write(item, path_of(path, key), depth + 1)
        if not text then
          delayed[#delayed + 1] = { path = path, key = key, value = item }
        elseif type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key] then
          add(key .. (indent and " = " or "=") .. text)
        else
          add("[" .. scalar(key) .. "]" .. (indent and " = " or "=") .. text)
        end
      end
    end
    local text = #parts == 0 and "{}" or "{" .. table.concat(parts, ",") .. line(depth) .. "}"
    local meta = getmetatable(t)
    local name = type(meta) == "table" and class_names[meta]
    if name then text = ("class(%q, %s)"):format(name, text) end
    return text
  end

  function write(v, path, depth)
    local text = scalar(v)
    if text then return text end
    local kind = type(v)
    if kind == "function" then
      if not options.functions then error(("cannot write a function at %s"):format(path), 0) end
      local info = debug.getinfo(v, "Su")
      if info.what == "C" then error(("cannot write a C function at %s"):format(path), 0) end
      if info.nups > 1 or info.nups == 1 and debug.getupvalue(v, 1) ~= "_ENV" then
        error(("cannot write a function with upvalues at %s"):format(path), 0)
      end
      return ("code(%q)"):format(string.dump(v, true)):gsub("\\\n", "\\n") .. ""
    elseif kind ~= "table" then
      error(("cannot write a %s at %s"):format(kind, path), 0)
    end
    if names[v] then return names[v] ~= true and not names[v]:find("[.%[]") and names[v] or nil end
    if counts[v] > 1 then
      -- Shared: a variable of its own, filled before it is used.
      named = named + 1
      local name = "t" .. named
      names[v] = true
      local inner = body(v, name, 0)
      out[#out + 1] = ("local %s = %s"):format(name, inner)
      names[v] = name
      return name
    end
    return body(v, path, depth)
  end

  local text = write(value, "root", 0)
  local lines = {}
  if #delayed > 0 and not (text:find("^t%d+$")) then
    out[#out + 1] = "local root = " .. text
    text = "root"
  end
  local i = 1
  while delayed[i] do
    local d = delayed[i]
    local key = d.key_value ~= nil and write(d.key_value, d.path .. "[key]", 0) or d.key ~= nil and scalar(d.key)
    local item = write(d.value, d.path, 0)
    local target = d.key_value == nil and path_of(d.path, d.key) or ("%s[%s]"):format(d.path, key)
    lines[#lines + 1] = ("%s = %s"):format(target, item)
    i = i + 1
  end
  table.move(lines, 1, #lines, #out + 1, out)
  out[#out + 1] = "return " .. text
  return table.concat(out, "\n") .. "\n"
end

--- Reads what `write` has written, with nothing else in reach.
function dump.read(text, limit)
  local env = {
    math = { huge = math.huge, mininteger = math.mininteger },
    class = function(name, t)
      local meta = classes[name]
      if not meta then error(("unknown class '%s'"):format(name), 0) end
      return setmetatable(t, meta)
    end,
    code = function(bytes) return assert(load(bytes, "=code", "b")) end,
  }
  local chunk, problem = load(text, "=data", "t", env)
  if not chunk then return nil, problem end
  if limit then
    local steps = 0
    debug.sethook(function()
      steps = steps + 1
      if steps > limit then error("too much to do", 0) end
    end, "", 100)
  end
  local ok, value = pcall(chunk)
  debug.sethook()
  if not ok then return nil, value end
  return value
end

return dump
