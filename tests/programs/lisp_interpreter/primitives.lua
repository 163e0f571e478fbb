local types = require("types")
local evaluator = require("evaluator")
local cons, null, void, is_pair = types.cons, types.null, types.void, types.is_pair

local P = {}

local function number(value, index)
  if type(value) ~= "number" then
    error(("number expected as argument %d, got %s"):format(index, types.name_of(value)), 0)
  end
  return value
end

local function fold(f, unit)
  return function(first, ...)
    if first == nil then return unit end
    if select("#", ...) == 0 then return f(unit, number(first, 1)) end
    local result = number(first, 1)
    for i = 1, select("#", ...) do result = f(result, number((select(i, ...)), i + 1)) end
    return result
  end
end

P["+"] = fold(function(a, b) return a + b end, 0)
P["*"] = fold(function(a, b) return a * b end, 1)
P["-"] = fold(function(a, b) return a - b end, 0)
P["/"] = fold(function(a, b) return a / b end, 1)
P["quotient"] = function(a, b) return number(a, 1) // number(b, 2) end
P["modulo"] = function(a, b) return number(a, 1) % number(b, 2) end
P["expt"] = function(a, b)
  if math.type(a) == "integer" and math.type(b) == "integer" and b >= 0 then
    local result = 1
    while b > 0 do
      if b & 1 == 1 then result = result * a end
      a, b = a * a, b >> 1
    end
    return result
  end
  return a ^ b
end

local function compare(f)
  return function(...)
    for i = 1, select("#", ...) - 1 do
      local a, b = select(i, ...)
      if not f(number(a, i), number(b, i + 1)) then return false end
    end
    return true
  end
end
P["="] = compare(function(a, b) return a == b end)
P["<"] = compare(function(a, b) return a < b end)
P[">"] = compare(function(a, b) return a > b end)
P["<="] = compare(function(a, b) return a <= b end)
P[">="] = compare(function(a, b) return a >= b end)

P.cons = function(a, b) return cons(a, b) end
local function pair(name, index)
  P[name] = function(p)
    if not is_pair(p) then error(("pair expected, got %s"):format(types.show(p)), 0) end
    return p[index]
  end
end
pair("car", 1)
pair("cdr", 2)
P.list = types.list
P["null?"] = function(v) return v == null end
P["pair?"] = function(v) return is_pair(v) end
P["number?"] = function(v) return type(v) == "number" end
P["string?"] = function(v) return type(v) == "string" end
P["symbol?"] = function(v) return types.is(v, types.Symbol) end
P["procedure?"] = function(v) return type(v) == "function" or types.is(v, types.Closure) end
P["eq?"] = rawequal
P["not"] = function(v) return v == false end
local function equal(a, b)
  while is_pair(a) and is_pair(b) do
    if not equal(a[1], b[1]) then return false end
    a, b = a[2], b[2]
  end
  return a == b
end
P["equal?"] = equal
P.length = function(list)
  local n = 0
  while is_pair(list) do n, list = n + 1, list[2] end
  if list ~= null then error("not a proper list", 0) end
  return n
end
P.append = function(...)
  local result = (select(-1, ...))
  for i = select("#", ...) - 1, 1, -1 do
    local items, n = types.to_array((select(i, ...)))
    for j = n, 1, -1 do result = cons(items[j], result) end
  end
  return result
end
P.apply = function(f, ...)
  local arguments = { ... }
  local items, n = types.to_array(table.remove(arguments))
  local count = #arguments
  table.move(items, 1, n, count + 1, arguments)
  return evaluator.apply(f, arguments, count + n)
end
P.gensym = function() return types.gensym() end
P["string-append"] = function(...) return table.concat({ ... }) end
P["number->string"] = function(n) return tostring(n) end
P["string->symbol"] = types.symbol
P["symbol->string"] = function(s) return s.name end
P["string-length"] = function(s) return utf8.len(s) end
P.raise = function(value) error({ kind = "raised", value = value, message = "raised " .. types.show(value) }, 0) end
P.error = function(message, ...)
  local parts = { message }
  for i = 1, select("#", ...) do parts[#parts + 1] = types.show((select(i, ...))) end
  error({ kind = "runtime", message = table.concat(parts, " ") }, 0)
end

-- call/ec: an escape by error, good for one use at a time
P["call/ec"] = function(f)
  local mark = {}
  local depth = evaluator.depth
  local function escape(value) error({ kind = "escape", mark = mark, value = value, message = "escaped" }, 0) end
  local ok, value = pcall(evaluator.apply, f, { escape }, 1)
  if ok then return value end
  if type(value) == "table" and value.mark == mark then
    evaluator.depth = depth
    return value.value
  end
  error(value, 0)
end

-- Generators: a procedure that is given `yield` becomes a procedure that gives the values.
P.generator = function(f)
  local thread = coroutine.create(function()
    evaluator.apply(f, { function(value) coroutine.yield(value) return void end }, 1)
    return nil
  end)
  return function()
    local depth = evaluator.depth
    local ok, value = coroutine.resume(thread)
    evaluator.depth = depth
    if not ok then error(value, 0) end
    return value == nil and void or value
  end
end

return function(write)
  local values = {}
  for name, f in pairs(P) do values[types.symbol(name)] = f end
  values[types.symbol("display")] = function(v) write(types.show(v, true)) return void end
  values[types.symbol("newline")] = function() write("\n") return void end
  values[types.symbol("pi")] = math.pi
  return values
end
