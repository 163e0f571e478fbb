--- Enumerations, structures, pattern matching and a switch, made by generating Lua source.
local records = {}

local function compile(source, name, env)
  local chunk, problem = load(source, "=" .. name, "t", env)
  if not chunk then error("generated code is wrong: " .. problem .. "\n" .. source, 0) end
  return chunk
end

--- enum "Color" {"red", "green", blue = 10}
function records.enum(name)
  return function(items)
    local by_name, by_value, order = {}, {}, {}
    local function add(item, value)
      if by_name[item] then error(("enum %s: '%s' is there twice"):format(name, item), 3) end
      local constant = setmetatable({ name = item, value = value }, {
        __tostring = function() return name .. "." .. item end,
        __lt = function(a, b) return a.value < b.value end,
        __le = function(a, b) return a.value <= b.value end,
        __bor = function(a, b) return (type(a) == "table" and a.value or a) | (type(b) == "table" and b.value or b) end,
        __band = function(a, b) return (type(a) == "table" and a.value or a) & (type(b) == "table" and b.value or b) end,
        __newindex = function() error("an enum constant cannot change", 2) end,
      })
      by_name[item], by_value[value], order[#order + 1] = constant, constant, constant
    end
    for i, item in ipairs(items) do add(item, i) end
    local named = {}
    for item, value in pairs(items) do if type(item) == "string" then named[#named + 1] = { item, value } end end
    table.sort(named, function(a, b) return a[2] < b[2] end)
    for _, pair in ipairs(named) do add(pair[1], pair[2]) end
    return setmetatable({}, {
      __index = function(_, key)
        local constant = by_name[key]
        if constant == nil then error(("enum %s has no '%s'"):format(name, tostring(key)), 2) end
        return constant
      end,
      __newindex = function() error(("enum %s cannot change"):format(name), 2) end,
      __call = function(_, value) return by_value[value] end,
      __len = function() return #order end,
      __pairs = function() return function(_, i) i = i + 1 if order[i] then return i, order[i] end end, nil, 0 end,
      __tostring = function() return "enum " .. name end,
    })
  end
end

--- struct "Point" "x:number y:number=0 label:string?"
function records.struct(name)
  return function(specification)
    local fields = {}
    for key, kind, optional, default in specification:gmatch("(%a[%w_]*):(%a+)(%??)=?(%S*)") do
      fields[#fields + 1] = { key = key, kind = kind, optional = optional == "?", default = default ~= "" and default or nil }
    end
    local out = { "local setmetatable, type, error, meta = ...\nreturn function(" }
    for i, field in ipairs(fields) do out[#out + 1] = (i > 1 and ", " or "") .. field.key end
    out[#out + 1] = ")\n"
    for _, field in ipairs(fields) do
      if field.default then out[#out + 1] = ("  if %s == nil then %s = %s end\n"):format(field.key, field.key, field.default) end
      out[#out + 1] = ("  if type(%s) ~= %q%s then error(%q .. type(%s), 2) end\n"):format(field.key, field.kind,
        field.optional and (" and %s ~= nil"):format(field.key) or "", ("%s.%s: %s expected, got "):format(name, field.key, field.kind), field.key)
    end
    out[#out + 1] = "  return setmetatable({ "
    for _, field in ipairs(fields) do out[#out + 1] = field.key .. " = " .. field.key .. ", " end
    out[#out + 1] = "}, meta)\nend\n"
    local meta = { __name = name }
    meta.__index = meta
    meta.__eq = function(a, b)
      for _, field in ipairs(fields) do if a[field.key] ~= b[field.key] then return false end end
      return true
    end
    meta.__tostring = function(self)
      local parts = {}
      for i, field in ipairs(fields) do parts[i] = field.key .. "=" .. tostring(self[field.key]) end
      return name .. "(" .. table.concat(parts, ", ") .. ")"
    end
    meta.source = table.concat(out)
    meta.new = compile(meta.source, name)(setmetatable, type, error, meta)
    return setmetatable(meta, { __call = function(_, ...) return meta.new(...) end })
  end
end

--- switch(value) { [1] = f, [{2, 3}] = g, default = h }
function records.switch(value, ...)
  local arguments = table.pack(...)
  return function(cases)
    local f = cases[value]
    if f == nil then
      for key, candidate in pairs(cases) do
        if type(key) == "table" then
          for _, item in ipairs(key) do if item == value then f = candidate end end
        end
      end
    end
    f = f or cases.default
    if type(f) == "function" then return f(value, table.unpack(arguments, 1, arguments.n)) end
    return f
  end
end

--- Patterns over tables: captures are made with P.name, alternatives with +, guards with %.
local Pattern = { __name = "pattern" }
local function pattern(test) return setmetatable({ test = test }, Pattern) end
local function test(p, value, captures)
  if getmetatable(p) == Pattern then return p.test(value, captures) end
  if type(p) ~= "table" then return p == value end
  if type(value) ~= "table" then return false end
  for key, inner in pairs(p) do if not test(inner, value[key], captures) then return false end end
  return true
end
Pattern.__add = function(a, b) return pattern(function(v, c) return test(a, v, c) or test(b, v, c) end) end
Pattern.__mul = function(a, b) return pattern(function(v, c) return test(a, v, c) and test(b, v, c) end) end
Pattern.__mod = function(a, guard) return pattern(function(v, c) return test(a, v, c) and guard(v) and true or false end) end
Pattern.__unm = function(a) return pattern(function(v, c) return not test(a, v, c) end) end
Pattern.__div = function(a, b) return pattern(function(v, c) return test(a, v, c) and (function() c[b] = v return true end)() end) end
records.P = setmetatable({ any = pattern(function() return true end), nothing = pattern(function(v) return v == nil end) }, {
  __index = function(_, name) return pattern(function(value, captures)
    if value == nil then return false end
    if captures[name] ~= nil and captures[name] ~= value then return false end
    captures[name] = value
    return true
  end) end,
  __call = function(_, kind) return pattern(function(value) return (math.type(value) or type(value)) == kind or type(value) == kind end) end,
})
function records.match(value, ...)
  local clauses = table.pack(...)
  for i = 1, clauses.n, 2 do
    local captures = {}
    if test(clauses[i], value, captures) then
      local action = clauses[i + 1]
      return type(action) == "function" and action(captures, value) or action
    end
  end
  error("no clause matches", 2)
end

--- A function with many upvalues and one with many constants, generated.
function records.many(n)
  local out = {}
  for group = 1, n, 50 do
    out[#out + 1] = "do "
    for i = group, math.min(group + 49, n) do out[#out + 1] = ("local v%d = %d; f[%d] = function() v%d = v%d + 1 return v%d end "):format(i, i, i, i, i, i) end
    out[#out + 1] = "end "
  end
  local functions = {}
  compile("local f = ... " .. table.concat(out), "many")(functions)
  return functions
end

return records
