-- The evaluator is a loop: a tail call changes the expression and the scope and goes round again.
local types = require("types")
local cons, null, void, symbol = types.cons, types.null, types.void, types.symbol
local is, is_pair, Symbol, Closure, Macro = types.is, types.is_pair, types.Symbol, types.Closure, types.Macro
local show = types.show

local evaluator = { depth = 0, limit = 120 }

local function fail(expression, message, ...)
  local line = is_pair(expression) and expression.line
  error({ kind = "runtime", message = message:format(...), line = line }, 0)
end
evaluator.fail = fail

local function lookup(scope, name, expression)
  while scope do
    local value = scope.values[name]
    if value ~= nil then return value end
    scope = scope.outer
  end
  fail(expression, "unbound variable: %s", name.name)
end

local function bind(closure, arguments, count, expression)
  local values = {}
  local required = #closure.parameters
  if count < required or (count > required and not closure.rest) then
    fail(expression, "%s: %s%d argument%s expected, got %d", closure.name or "lambda", closure.rest and "at least " or "",
      required, required == 1 and "" or "s", count)
  end
  for i, name in ipairs(closure.parameters) do values[name] = arguments[i] end
  if closure.rest then values[closure.rest] = types.list(table.unpack(arguments, required + 1, count)) end
  return { values = values, outer = closure.scope }
end

local function lambda(parameters, body, scope, name, expression)
  local closure = setmetatable({ parameters = {}, body = body, scope = scope, name = name }, Closure)
  while is_pair(parameters) do
    if not is(parameters[1], Symbol) then fail(expression, "bad parameter: %s", show(parameters[1])) end
    table.insert(closure.parameters, parameters[1])
    parameters = parameters[2]
  end
  if parameters ~= null then closure.rest = parameters end
  return closure
end

local evaluate

local function apply(f, arguments, count, expression)
  if type(f) == "function" then return f(table.unpack(arguments, 1, count)) end
  if not is(f, Closure) then fail(expression, "not a procedure: %s", show(f)) end
  local scope = bind(f, arguments, count, expression)
  local result = void
  for _, form in types.each(f.body) do result = evaluate(form, scope) end
  return result
end
evaluator.apply = apply

local function quasi(form, scope, depth)
  if not is_pair(form) then return form end
  local head = form[1]
  if head == symbol("unquote") then
    if depth == 1 then return evaluate(form[2][1], scope) end
    return types.list(head, quasi(form[2][1], scope, depth - 1))
  elseif head == symbol("quasiquote") then
    return types.list(head, quasi(form[2][1], scope, depth + 1))
  elseif is_pair(head) and head[1] == symbol("unquote-splicing") and depth == 1 then
    local items, n = types.to_array(evaluate(head[2][1], scope))
    local tail = quasi(form[2], scope, depth)
    for i = n, 1, -1 do tail = cons(items[i], tail) end
    return tail
  end
  return cons(quasi(head, scope, depth), quasi(form[2], scope, depth), form.line)
end

-- Special forms: return a value, or nil, expression and scope to go on with.
local forms = {}

local function sequence(body, scope)
  if body == null then return void end
  while body[2] ~= null do
    evaluate(body[1], scope)
    body = body[2]
  end
  return nil, body[1], scope
end

forms["quote"] = function(e) return e[2][1] end
forms["quasiquote"] = function(e, scope) return quasi(e[2][1], scope, 1) end
forms["if"] = function(e, scope)
  local condition, branches = e[2][1], e[2][2]
  if not is_pair(branches) then fail(e, "if: bad syntax in %s", show(e)) end
  if evaluate(condition, scope) ~= false then return nil, branches[1], scope end
  if branches[2] == null then return void end
  return nil, branches[2][1], scope
end
forms["define"] = function(e, scope)
  local target = e[2][1]
  if is_pair(target) then
    scope.values[target[1]] = lambda(target[2], e[2][2], scope, target[1].name, e)
  else
    local value = evaluate(e[2][2][1], scope)
    if is(value, Closure) and not value.name then value.name = target.name end
    scope.values[target] = value
  end
  return void
end
forms["set!"] = function(e, scope)
  local name, value = e[2][1], evaluate(e[2][2][1], scope)
  while scope do
    if scope.values[name] ~= nil then
      scope.values[name] = value
      return void
    end
    scope = scope.outer
  end
  fail(e, "set!: unbound variable: %s", name.name)
end
forms["lambda"] = function(e, scope) return lambda(e[2][1], e[2][2], scope, nil, e) end
forms["define-macro"] = function(e, scope)
  local target = e[2][1]
  scope.values[target[1]] = setmetatable({ expander = lambda(target[2], e[2][2], scope, target[1].name, e) }, Macro)
  return void
end
forms["begin"] = function(e, scope) return sequence(e[2], scope) end
forms["let"] = function(e, scope)
  local bindings, body, name = e[2][1], e[2][2], nil
  if is(bindings, Symbol) then
    name, bindings, body = bindings, body[1], body[2]
  end
  local names, values, n = null, {}, 0
  for i, binding in types.each(bindings) do
    names, n = cons(binding[1], names), i
    values[i] = evaluate(binding[2][1], scope)
  end
  local reversed = null
  for _, item in types.each(names) do reversed = cons(item, reversed) end
  local inner = { values = {}, outer = scope }
  local closure = lambda(reversed, body, name and inner or scope, name and name.name, e)
  if name then inner.values[name] = closure end
  return sequence(body, bind(closure, values, n, e))
end
forms["let*"] = function(e, scope)
  for _, binding in types.each(e[2][1]) do
    scope = { values = { [binding[1]] = evaluate(binding[2][1], scope) }, outer = scope }
  end
  return sequence(e[2][2], { values = {}, outer = scope })
end
forms["cond"] = function(e, scope)
  for _, clause in types.each(e[2]) do
    if clause[1] == symbol("else") then return sequence(clause[2], scope) end
    local value = evaluate(clause[1], scope)
    if value ~= false then
      if clause[2] == null then return value end
      if clause[2][1] == symbol("=>") then
        return apply(evaluate(clause[2][2][1], scope), { value }, 1, e)
      end
      return sequence(clause[2], scope)
    end
  end
  return void
end
forms["and"] = function(e, scope)
  local rest = e[2]
  if rest == null then return true end
  while rest[2] ~= null do
    if evaluate(rest[1], scope) == false then return false end
    rest = rest[2]
  end
  return nil, rest[1], scope
end
forms["or"] = function(e, scope)
  local rest = e[2]
  if rest == null then return false end
  while rest[2] ~= null do
    local value = evaluate(rest[1], scope)
    if value ~= false then return value end
    rest = rest[2]
  end
  return nil, rest[1], scope
end
forms["guard"] = function(e, scope)
  -- (guard (name handler...) body...)
  local clause = e[2][1]
  local depth = evaluator.depth
  local ok, value = pcall(function()
    local result = void
    for _, form in types.each(e[2][2]) do result = evaluate(form, scope) end
    return result
  end)
  if ok then return value end
  evaluator.depth = depth
  if type(value) ~= "table" then error(value, 0) end
  local problem = value.kind == "raised" and value.value or value.message
  return sequence(clause[2], { values = { [clause[1]] = problem }, outer = scope })
end

local by_symbol = {}
for name, form in pairs(forms) do by_symbol[symbol(name)] = form end

function evaluate(expression, scope)
  evaluator.depth = evaluator.depth + 1
  if evaluator.depth > evaluator.limit then fail(expression, "recursion too deep") end
  local result
  while true do
    if is(expression, Symbol) then
      result = lookup(scope, expression, expression)
      break
    elseif not is_pair(expression) then
      result = expression
      break
    end
    local head = expression[1]
    local form = is(head, Symbol) and by_symbol[head]
    if form then
      local value, next_expression, next_scope = form(expression, scope)
      if next_scope == nil then
        result = value
        break
      end
      expression, scope = next_expression, next_scope
    else
      local f = is(head, Symbol) and lookup(scope, head, expression) or evaluate(head, scope)
      if is(f, Macro) then
        local arguments, n = types.to_array(expression[2])
        local expansion = apply(f.expander, arguments, n, expression)
        if is_pair(expansion) and not expansion.line then expansion.line = expression.line end
        expression = expansion
      else
        local arguments, n = {}, 0
        for i, argument in types.each(expression[2]) do
          arguments[i], n = evaluate(argument, scope), i
        end
        if type(f) == "function" then
          local ok, value = pcall(f, table.unpack(arguments, 1, n))
          if not ok then
            if type(value) == "table" then
              value.line = value.line or expression.line
              error(value, 0)
            end
            fail(expression, "%s: %s", show(head), value)
          end
          result = value
          break
        end
        if not is(f, Closure) then fail(expression, "not a procedure: %s", show(f)) end
        scope = bind(f, arguments, n, expression)
        local value, last, inner = sequence(f.body, scope)
        if inner == nil then
          result = value
          break
        end
        expression, scope = last, inner
      end
    end
  end
  evaluator.depth = evaluator.depth - 1
  return result
end
evaluator.evaluate = evaluate

return evaluator
