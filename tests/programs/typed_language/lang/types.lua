-- Hindley-Milner inference with levels; algebraic data types and exhaustiveness of matches.
local report = require("lang.lexer").report

local Type = {}
Type.__index = Type

local Checker = {}
Checker.__index = Checker

local function constructor(name, ...)
  return setmetatable({ tag = "con", name = name, arguments = { ... } }, Type)
end
local INT, FLOAT, STRING, BOOL, UNIT = constructor("int"), constructor("float"), constructor("string"), constructor("bool"), constructor("unit")
local function arrow(parameters, result)
  return setmetatable({ tag = "arrow", parameters = parameters, result = result }, Type)
end
local function list(item) return constructor("list", item) end

local function resolve(t)
  while t.tag == "var" and t.link do
    -- Path compression
    if t.link.tag == "var" and t.link.link then t.link = t.link.link end
    t = t.link
  end
  return t
end

local function show(t, names, inner)
  names = names or setmetatable({}, { __index = function(self, var)
    local count = rawget(self, "count") or 0
    rawset(self, "count", count + 1)
    local name = "'" .. string.char(97 + count % 26) .. (count >= 26 and count // 26 or "")
    rawset(self, var, name)
    return name
  end })
  t = resolve(t)
  if t.tag == "var" then return names[t] end
  if t.tag == "arrow" then
    local out = {}
    for i, parameter in ipairs(t.parameters) do out[i] = show(parameter, names, true) end
    local text = #out == 1 and out[1] or "(" .. table.concat(out, ", ") .. ")"
    text = text .. " -> " .. show(t.result, names)
    return inner and "(" .. text .. ")" or text
  end
  local out = {}
  for i, argument in ipairs(t.arguments) do out[i] = show(argument, names) end
  if t.name == "tuple" then return "(" .. table.concat(out, ", ") .. ")" end
  return #out > 0 and t.name .. "<" .. table.concat(out, ", ") .. ">" or t.name
end
Type.__tostring = function(t) return show(t) end

function Checker:fresh()
  self.counter = self.counter + 1
  return setmetatable({ tag = "var", id = self.counter, level = self.level }, Type)
end

local function occurs(var, t)
  t = resolve(t)
  if t == var then return true end
  if t.tag == "var" then
    if t.level > var.level then t.level = var.level end
    return false
  end
  for _, argument in ipairs(t.tag == "arrow" and t.parameters or t.arguments) do
    if occurs(var, argument) then return true end
  end
  return t.tag == "arrow" and occurs(var, t.result)
end

local function unify(a, b)
  a, b = resolve(a), resolve(b)
  if a == b then return true end
  if a.tag == "var" then
    if occurs(a, b) then return false, "infinite" end
    a.link = b
    return true
  elseif b.tag == "var" then
    return unify(b, a)
  elseif a.tag ~= b.tag then
    return false
  elseif a.tag == "arrow" then
    if #a.parameters ~= #b.parameters then return false, "arity" end
    for i = 1, #a.parameters do
      local ok, why = unify(a.parameters[i], b.parameters[i])
      if not ok then return false, why end
    end
    return unify(a.result, b.result)
  elseif a.name ~= b.name or #a.arguments ~= #b.arguments then
    return false
  end
  for i = 1, #a.arguments do
    local ok, why = unify(a.arguments[i], b.arguments[i])
    if not ok then return false, why end
  end
  return true
end

function Checker:unify(actual, expected, at, what)
  local before_actual, before_expected = tostring(actual), tostring(expected)
  local ok, why = unify(actual, expected)
  if ok then return end
  if why == "infinite" then report("types", at, "%s: infinite type (%s and %s)", what, before_actual, before_expected) end
  report("types", at, "%s: %s expected, got %s", what, before_expected, before_actual)
end

-- Schemes: a type with the variables that are its own
local function generalise(self, t)
  local variables = {}
  local function collect(x)
    x = resolve(x)
    if x.tag == "var" then
      if x.level > self.level then variables[x] = true end
    elseif x.tag == "arrow" then
      for _, parameter in ipairs(x.parameters) do collect(parameter) end
      collect(x.result)
    else
      for _, argument in ipairs(x.arguments) do collect(argument) end
    end
  end
  collect(t)
  return { type = t, variables = variables }
end

local function instantiate(self, scheme)
  if not next(scheme.variables) then return scheme.type end
  local copies = {}
  local function copy(x)
    x = resolve(x)
    if x.tag == "var" then
      if not scheme.variables[x] then return x end
      if not copies[x] then copies[x] = self:fresh() end
      return copies[x]
    elseif x.tag == "arrow" then
      local parameters = {}
      for i, parameter in ipairs(x.parameters) do parameters[i] = copy(parameter) end
      return arrow(parameters, copy(x.result))
    end
    if #x.arguments == 0 then return x end
    local arguments = {}
    for i, argument in ipairs(x.arguments) do arguments[i] = copy(argument) end
    return constructor(x.name, table.unpack(arguments))
  end
  return copy(scheme.type)
end

local function mono(t) return { type = t, variables = {} } end

-- Scopes are chained by __index, so that looking up is indexing.
function Checker:scoped(f)
  local outer = self.scope
  self.scope = setmetatable({}, { __index = outer })
  local result = f()
  self.scope = outer
  return result
end

-- Patterns
local patterns = {}
function Checker:pattern(p, expected) return patterns[p.kind](self, p, expected) end
function patterns.any() end
function patterns.bind(self, p, expected) self.scope[p.name] = mono(expected) end
function patterns.unit(self, p, expected) self:unify(UNIT, expected, p.at, "pattern") end
function patterns.constant(self, p, expected) self:unify(constructor(p.type), expected, p.at, "pattern") end
function patterns.empty(self, p, expected) self:unify(list(self:fresh()), expected, p.at, "pattern") end
function patterns.cons(self, p, expected)
  local item = self:fresh()
  self:unify(list(item), expected, p.at, "pattern")
  self:pattern(p.head, item)
  self:pattern(p.tail, expected)
end
function patterns.tuple(self, p, expected)
  local items = {}
  for i = 1, #p.items do items[i] = self:fresh() end
  self:unify(constructor("tuple", table.unpack(items)), expected, p.at, "pattern")
  for i, item in ipairs(p.items) do self:pattern(item, items[i]) end
end
function patterns.variant(self, p, expected)
  local variant = self.variants[p.name] or report("types", p.at, "unknown constructor '%s'", p.name)
  local t = instantiate(self, variant.scheme)
  local fields = t.tag == "arrow" and t.parameters or {}
  if #fields ~= #p.arguments then
    report("types", p.at, "constructor '%s' has %d fields, not %d", p.name, #fields, #p.arguments)
  end
  self:unify(t.tag == "arrow" and t.result or t, expected, p.at, "pattern")
  for i, argument in ipairs(p.arguments) do self:pattern(argument, fields[i]) end
end

-- Expressions
local rules = {}
function Checker:infer(e)
  local t = rules[e.kind](self, e)
  e.inferred = t
  return t
end
function rules.literal(_, e) return constructor(e.type) end
function rules.name(self, e)
  local scheme = self.scope[e.name]
  if not scheme then
    local close
    for name in pairs(self.known) do if name:lower() == e.name:lower() then close = name end end
    report("types", e.at, "unknown name '%s'%s", e.name, close and " (did you mean '" .. close .. "'?)" or "")
  end
  return instantiate(self, scheme)
end
rules["function"] = function(self, e)
  return self:scoped(function()
    local parameters = {}
    for i, parameter in ipairs(e.parameters) do
      parameters[i] = self:fresh()
      self:pattern(parameter, parameters[i])
    end
    if #parameters == 0 then parameters[1] = UNIT end
    return arrow(parameters, self:infer(e.body))
  end)
end
function rules.call(self, e)
  local callee = resolve(self:infer(e.callee))
  local arguments = {}
  for i, argument in ipairs(e.arguments) do arguments[i] = self:infer(argument) end
  if #arguments == 0 then arguments[1] = UNIT end
  if callee.tag == "arrow" then
    if #callee.parameters ~= #arguments then
      report("types", e.at, "call: %d arguments expected, got %d", #callee.parameters, #arguments)
    end
    for i, argument in ipairs(arguments) do
      local at = e.arguments[i] and e.arguments[i].at or e.at
      self:unify(argument, callee.parameters[i], at, "argument " .. i)
    end
    return callee.result
  end
  local result = self:fresh()
  self:unify(callee, arrow(arguments, result), e.at, "call")
  return result
end
rules["if"] = function(self, e)
  self:unify(self:infer(e.condition), BOOL, e.condition.at, "condition")
  local yes, no = self:infer(e.yes), self:infer(e.no)
  self:unify(no, yes, e.no.at, "else")
  return yes
end
function rules.sequence(self, e)
  local t
  for _, item in ipairs(e.items) do t = self:infer(item) end
  return t
end
function rules.tuple(self, e)
  local items = {}
  for i, item in ipairs(e.items) do items[i] = self:infer(item) end
  return constructor("tuple", table.unpack(items))
end
function rules.list(self, e)
  local item = self:fresh()
  for _, expression in ipairs(e.items) do self:unify(self:infer(expression), item, expression.at, "item of a list") end
  return list(item)
end
function rules.construct(self, e)
  local variant = self.variants[e.name] or report("types", e.at, "unknown constructor '%s'", e.name)
  local t = instantiate(self, variant.scheme)
  local fields = t.tag == "arrow" and t.parameters or {}
  if #fields ~= #e.arguments then
    report("types", e.at, "constructor '%s' has %d fields, not %d", e.name, #fields, #e.arguments)
  end
  for i, argument in ipairs(e.arguments) do self:unify(self:infer(argument), fields[i], argument.at, "field " .. i .. " of " .. e.name) end
  e.tag_index = variant.index
  return t.tag == "arrow" and t.result or t
end
function rules.unary(self, e)
  local operand = self:infer(e.operand)
  if e.operator == "not" then
    self:unify(operand, BOOL, e.operand.at, "operand of 'not'")
    return BOOL
  end
  if resolve(operand) ~= FLOAT and resolve(operand).name ~= "float" then self:unify(operand, INT, e.operand.at, "operand of '-'") end
  return operand
end

local arithmetic = { ["+"] = true, ["-"] = true, ["*"] = true, ["/"] = true, ["%"] = true }
local logical = { ["and"] = true, ["or"] = true }
function rules.binary(self, e)
  local operator = e.operator
  local left, right = self:infer(e.left), self:infer(e.right)
  local what = ("operand of '%s'"):format(operator)
  if arithmetic[operator] then
    local kind = (resolve(left).name == "float" or resolve(right).name == "float") and FLOAT or INT
    self:unify(left, kind, e.left.at, what)
    self:unify(right, kind, e.right.at, what)
    return kind
  elseif logical[operator] then
    self:unify(left, BOOL, e.left.at, what)
    self:unify(right, BOOL, e.right.at, what)
    return BOOL
  elseif operator == "++" then
    self:unify(left, STRING, e.left.at, what)
    self:unify(right, STRING, e.right.at, what)
    return STRING
  elseif operator == "::" then
    self:unify(right, list(left), e.right.at, what)
    return right
  elseif operator == "|>" then
    local result = self:fresh()
    self:unify(right, arrow({ left }, result), e.right.at, what)
    return result
  end
  self:unify(right, left, e.right.at, what)
  return BOOL
end

function Checker:binding(target, value, recursive)
  self.level = self.level + 1
  local t
  if recursive then
    if target.kind ~= "bind" then report("types", target.at, "'rec' needs a name") end
    local own = self:fresh()
    t = self:scoped(function()
      self.scope[target.name] = mono(own)
      local inferred = self:infer(value)
      self:unify(inferred, own, value.at, "recursive value")
      return inferred
    end)
  else
    t = self:infer(value)
  end
  self.level = self.level - 1
  if target.kind == "bind" then
    self.scope[target.name] = value.kind == "function" and generalise(self, t) or mono(t)
    if value.kind ~= "function" then self:lower(t) end
  else
    self:pattern(target, t)
  end
  return t
end

-- What is not generalised belongs to the level outside.
function Checker:lower(t)
  t = resolve(t)
  if t.tag == "var" then
    if t.level > self.level then t.level = self.level end
  elseif t.tag == "arrow" then
    for _, parameter in ipairs(t.parameters) do self:lower(parameter) end
    self:lower(t.result)
  else
    for _, argument in ipairs(t.arguments) do self:lower(argument) end
  end
end

function rules.let(self, e)
  return self:scoped(function()
    self:binding(e.target, e.value, e.recursive)
    return self:infer(e.body)
  end)
end

-- A pattern that takes everything
local function irrefutable(p)
  if p.kind == "any" or p.kind == "bind" or p.kind == "unit" then return true end
  if p.kind == "tuple" then
    for _, item in ipairs(p.items) do if not irrefutable(item) then return false end end
    return true
  end
  return false
end

function rules.match(self, e)
  local subject = self:infer(e.subject)
  local result = self:fresh()
  local covered, complete = {}, false
  for _, case in ipairs(e.cases) do
    if complete then report("types", case.target.at, "this case is never reached") end
    self:scoped(function()
      self:pattern(case.target, subject)
      if case.guard then self:unify(self:infer(case.guard), BOOL, case.guard.at, "guard") end
      self:unify(self:infer(case.body), result, case.body.at, "case")
    end)
    if not case.guard then
      local p = case.target
      if irrefutable(p) then
        complete = true
      elseif p.kind == "variant" then
        local all = true
        for _, argument in ipairs(p.arguments) do all = all and irrefutable(argument) end
        if all then covered[p.name] = true end
      elseif p.kind == "constant" and p.type == "bool" then
        covered[tostring(p.value)] = true
      elseif p.kind == "empty" then
        covered["[]"] = true
      elseif p.kind == "cons" and irrefutable(p.head) and irrefutable(p.tail) then
        covered["::"] = true
      end
    end
  end
  if not complete then
    local t, missing = resolve(subject), {}
    local needed = t.tag == "con" and (self.data[t.name] or t.name == "bool" and { "true", "false" } or t.name == "list" and { "[]", "::" })
    for _, name in ipairs(needed or { "_" }) do
      if not covered[name] then missing[#missing + 1] = name end
    end
    if #missing > 0 then self:warn(e.at, "match does not cover " .. table.concat(missing, ", ")) end
  end
  return result
end

function Checker:warn(at, message)
  self.warnings[#self.warnings + 1] = ("%d:%d: warning: %s"):format(at.line, at.column, message)
end

-- Declarations
function Checker:convert(t, variables)
  if t.kind == "parameter" then return variables[t.name] end
  if t.kind == "arrow" then
    local parameters = {}
    for i, parameter in ipairs(t.parameters) do parameters[i] = self:convert(parameter, variables) end
    return arrow(parameters, self:convert(t.result, variables))
  end
  local arity = self.arities[t.name]
  if not arity then report("types", t.at, "unknown type '%s'", t.name) end
  if arity ~= #t.arguments and t.name ~= "tuple" then
    report("types", t.at, "type '%s' takes %d parameters, not %d", t.name, arity, #t.arguments)
  end
  local arguments = {}
  for i, argument in ipairs(t.arguments) do arguments[i] = self:convert(argument, variables) end
  return constructor(t.name, table.unpack(arguments))
end

function Checker:declare(d)
  if d.kind == "type" then
    self.arities[d.name] = #d.parameters
    self.level = self.level + 1
    local variables, arguments, owned = {}, {}, {}
    for i, name in ipairs(d.parameters) do
      arguments[i] = self:fresh()
      variables[name] = arguments[i]
      owned[arguments[i]] = true
    end
    self.level = self.level - 1
    local result = constructor(d.name, table.unpack(arguments))
    local names = {}
    for index, variant in ipairs(d.variants) do
      if self.variants[variant.name] then report("types", variant.at, "constructor '%s' is declared twice", variant.name) end
      local fields = {}
      for i, field in ipairs(variant.fields) do fields[i] = self:convert(field, variables) end
      local t = #fields > 0 and arrow(fields, result) or result
      self.variants[variant.name] = { index = index, scheme = { type = t, variables = owned } }
      names[index] = variant.name
    end
    self.data[d.name] = names
    return nil
  elseif d.kind == "define" then
    return self:binding(d.target, d.value, d.recursive)
  end
  return self:infer(d.value)
end

local function new(builtins)
  local self = setmetatable({ level = 0, counter = 0, scope = {}, variants = {}, data = {}, warnings = {}, known = {},
    arities = { int = 0, float = 0, string = 0, bool = 0, unit = 0, list = 1, tuple = 2 } }, Checker)
  for name, make in pairs(builtins) do
    self.level = 1
    local t = make({ int = INT, float = FLOAT, string = STRING, bool = BOOL, unit = UNIT, list = list, arrow = arrow, fresh = function() return self:fresh() end })
    self.level = 0
    self.scope[name] = generalise(self, t)
    self.known[name] = true
  end
  return self
end

return { new = new, show = show }
