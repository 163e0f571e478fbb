-- Expressions that are built with Lua's own operators, kept in a normal form and shared through a weak table.

local Expression = {}
Expression.__index = Expression

local interned = setmetatable({}, { __mode = "v" })

local PRECEDENCE = { number = 9, symbol = 9, call = 9, ["^"] = 4, ["*"] = 3, ["/"] = 3, ["+"] = 2, ["-"] = 2, neg = 3 }

local function is_expression(value)
  return getmetatable(value) == Expression
end

local function intern(kind, ...)
  local parts = { kind }
  for i = 1, select("#", ...) do
    local part = select(i, ...)
    parts[#parts + 1] = is_expression(part) and "#" .. part.id or math.type(part) or "'"
    if not is_expression(part) then parts[#parts + 1] = tostring(part) end
  end
  local key = table.concat(parts, " ")
  local found = interned[key]
  if not found then
    Expression.count = (Expression.count or 0) + 1
    found = setmetatable({ kind = kind, id = Expression.count, ... }, Expression)
    interned[key] = found
  end
  return found
end

local function lift(value)
  if is_expression(value) then return value end
  local number = tonumber(value)
  if number then return intern("number", number) end
  if type(value) == "string" then return intern("symbol", value) end
  error(("cannot make an expression of a %s"):format(type(value)), 3)
end

local function number_of(e)
  return e.kind == "number" and e[1] or nil
end

-- Rules: a list a kind; the first that gives something wins.
local rules = {
  ["+"] = {
    function(a, b) local x, y = number_of(a), number_of(b) if x and y then return lift(x + y) end end,
    function(a, b) if number_of(a) == 0 then return b end end,
    function(a, b) if number_of(b) == 0 then return a end end,
    function(a, b) if number_of(b) and not number_of(a) then return b + a end end,
    function(a, b) if a == b then return 2 * a end end,
    function(a, b) if b.kind == "neg" then return a - b[1] end end,
    function(a, b)
      if number_of(a) and b.kind == "+" and number_of(b[1]) then return (a + b[1]) + b[2] end
    end,
  },
  ["-"] = {
    function(a, b) local x, y = number_of(a), number_of(b) if x and y then return lift(x - y) end end,
    function(a, b) if a == b then return lift(0) end end,
    function(a, b) if number_of(b) == 0 then return a end end,
    function(a, b) if number_of(a) == 0 then return -b end end,
  },
  ["*"] = {
    function(a, b) local x, y = number_of(a), number_of(b) if x and y then return lift(x * y) end end,
    function(a, b) if number_of(a) == 0 or number_of(b) == 0 then return lift(0) end end,
    function(a, b) if number_of(a) == 1 then return b end end,
    function(a, b) if number_of(b) and not number_of(a) then return b * a end end,
    function(a, b) if a == b then return a ^ 2 end end,
    function(a, b) if a.kind == "^" and a[1] == b then return b ^ (a[2] + 1) end end,
    function(a, b)
      if number_of(a) and b.kind == "*" and number_of(b[1]) then return (a * b[1]) * b[2] end
    end,
  },
  ["/"] = {
    function(a, b)
      local x, y = number_of(a), number_of(b)
      if math.type(x) == "integer" and math.type(y) == "integer" and y ~= 0 and x % y == 0 then return lift(x // y) end
    end,
    function(a, b) if number_of(b) == 1 then return a end end,
    function(a, b) if a == b then return lift(1) end end,
    function(a) if number_of(a) == 0 then return lift(0) end end,
  },
  ["^"] = {
    function(_, b) if number_of(b) == 0 then return lift(1) end end,
    function(a, b) if number_of(b) == 1 then return a end end,
    function(a, b)
      local x, y = number_of(a), number_of(b)
      if math.type(x) == "integer" and math.type(y) == "integer" and y >= 0 then
        local product = 1
        for _ = 1, y do product = product * x end
        return lift(product)
      end
    end,
  },
}

local function build(kind, a, b)
  a, b = lift(a), lift(b)
  for _, rule in ipairs(rules[kind]) do
    local result = rule(a, b)
    if result ~= nil then return result end
  end
  return intern(kind, a, b)
end

for event, kind in pairs({ add = "+", sub = "-", mul = "*", div = "/", pow = "^" }) do
  Expression["__" .. event] = function(a, b) return build(kind, a, b) end
end

function Expression.__unm(e)
  if number_of(e) then return lift(-e[1]) end
  if e.kind == "neg" then return e[1] end
  return intern("neg", e)
end

function Expression.__call(e, environment)
  return e:evaluate(environment)
end

function Expression.__len(e)
  local size = 1
  for _, part in ipairs(e) do
    if is_expression(part) then size = size + #part end
  end
  return size
end

function Expression.__lt(a, b) return #a < #b end
function Expression.__le(a, b) return #a <= #b end
function Expression.__concat(a, b) return tostring(a) .. tostring(b) end

local function wrapped(e, limit, strict)
  local text = tostring(e)
  local own = PRECEDENCE[e.kind]
  if own < limit or (strict and own == limit) or (e.kind == "number" and e[1] < 0) then return "(" .. text .. ")" end
  return text
end

function Expression.__tostring(e)
  local kind = e.kind
  if kind == "number" then return math.type(e[1]) == "float" and ("%.6g"):format(e[1]) or tostring(e[1]) end
  if kind == "symbol" then return e[1] end
  if kind == "call" then return e[1] .. "(" .. tostring(e[2]) .. ")" end
  if kind == "neg" then return "-" .. wrapped(e[1], PRECEDENCE.neg, true) end
  local own = PRECEDENCE[kind]
  local strict = kind == "-" or kind == "/"
  local between = (kind == "+" or kind == "-") and " " .. kind .. " " or kind
  return wrapped(e[1], own, kind == "^") .. between .. wrapped(e[2], own, strict)
end

local functions = {
  sin = { math.sin, function(x) return Expression.cos(x) end },
  cos = { math.cos, function(x) return -Expression.sin(x) end },
  exp = { math.exp, function(x) return Expression.exp(x) end },
  log = { math.log, function(x) return 1 / x end },
}

for name in pairs(functions) do
  Expression[name] = function(x) return intern("call", name, lift(x)) end
end

local arithmetic = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["^"] = function(a, b) return a ^ b end,
}

function Expression:evaluate(environment)
  local kind = self.kind
  if kind == "number" then return self[1] end
  if kind == "symbol" then
    local value = environment and environment[self[1]]
    if value == nil then error("unbound symbol '" .. self[1] .. "'", 2) end
    return value
  end
  if kind == "call" then return functions[self[1]][1](self[2]:evaluate(environment)) end
  if kind == "neg" then return -self[1]:evaluate(environment) end
  return arithmetic[kind](self[1]:evaluate(environment), self[2]:evaluate(environment))
end

local derivation = {}

function Expression:derive(variable)
  variable = lift(variable)
  return derivation[self.kind](self, variable)
end

function derivation.number() return lift(0) end
function derivation.symbol(e, x) return lift(e == x and 1 or 0) end
function derivation.neg(e, x) return -e[1]:derive(x) end
derivation["+"] = function(e, x) return e[1]:derive(x) + e[2]:derive(x) end
derivation["-"] = function(e, x) return e[1]:derive(x) - e[2]:derive(x) end
derivation["*"] = function(e, x) return e[1]:derive(x) * e[2] + e[1] * e[2]:derive(x) end
derivation["/"] = function(e, x)
  return (e[1]:derive(x) * e[2] - e[1] * e[2]:derive(x)) / e[2] ^ 2
end
derivation["^"] = function(e, x)
  local base, power = e[1], e[2]
  if power.kind == "number" then return power * base ^ (power - 1) * base:derive(x) end
  return e * (power:derive(x) * Expression.log(base) + power * base:derive(x) / base)
end
function derivation.call(e, x)
  return functions[e[1]][2](e[2]) * e[2]:derive(x)
end

function Expression:substitute(bindings)
  local kind = self.kind
  if kind == "symbol" then
    local found = bindings[self[1]]
    return found ~= nil and lift(found) or self
  end
  if kind == "number" then return self end
  if kind == "call" then return Expression[self[1]](self[2]:substitute(bindings)) end
  if kind == "neg" then return -self[1]:substitute(bindings) end
  return build(kind, self[1]:substitute(bindings), self[2]:substitute(bindings))
end

function Expression:symbols()
  local names, seen = {}, {}
  local function visit(e)
    if e.kind == "symbol" then
      if not seen[e[1]] then
        seen[e[1]] = true
        names[#names + 1] = e[1]
      end
      return
    end
    for _, part in ipairs(e) do
      if is_expression(part) then visit(part) end
    end
  end
  visit(self)
  table.sort(names)
  return table.unpack(names)
end

return { lift = lift, is_expression = is_expression, class = Expression, interned = interned }
