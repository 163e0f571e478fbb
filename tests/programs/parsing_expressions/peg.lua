--- Parsing expressions as values, with operators:
--   P"x"  R"az"  S"+-"  V"rule"   p * q sequence   p + q choice   p - q difference
--   p ^ n repetition   -p not   #p and   p / f   p % f   captures C Cc Cp Ct Cg Cs Cf
--
-- A pattern is a table with a `match` function (subject, position, captures, context); captures
-- are a flat array with its own length, so that failed branches can be cut off.
local peg = {}

local Pattern = { __name = "pattern" }
Pattern.__index = Pattern

local function pattern(kind, match, fields)
  fields = fields or {}
  fields.kind, fields.match = kind, match
  return setmetatable(fields, Pattern)
end

local P, literal, sequence, choice

function peg.type(value)
  return getmetatable(value) == Pattern and "pattern" or nil
end

-- Captures: buffer.n counts, entries may be nil -----------------------------------------------

local function push(captures, value)
  local n = captures.n + 1
  captures.n = n
  captures[n] = value
end

local function cut(captures, n)
  for i = captures.n, n + 1, -1 do captures[i] = nil end
  captures.n = n
end

-- Values that a sub-match made, as a list; a named group is not a value.
local Group = { __name = "group" }

local function take(captures, from)
  local values = { n = 0 }
  for i = from + 1, captures.n do
    values.n = values.n + 1
    values[values.n] = captures[i]
  end
  cut(captures, from)
  return values
end

-- Primitives --------------------------------------------------------------------------------------

function literal(text)
  local length = #text
  if length == 0 then return pattern("true", function(_, i) return i end) end
  return pattern("literal", function(subject, i)
    if subject:sub(i, i + length - 1) == text then return i + length end
    return nil
  end, { text = text })
end

local function any(n)
  if n >= 0 then
    return pattern("any", function(subject, i)
      if i + n - 1 <= #subject then return i + n end
      return nil
    end)
  end
  return -any(-n)
end

local function byte_set(kind, members, text)
  return pattern(kind, function(subject, i)
    local byte = subject:byte(i)
    if byte and members[byte] then return i + 1 end
    return nil
  end, { members = members, text = text })
end

function peg.S(text)
  local members = {}
  for _, byte in ipairs { text:byte(1, -1) } do members[byte] = true end
  return byte_set("set", members, text)
end

function peg.R(...)
  local members = {}
  for index, range in ipairs { ... } do
    if #range ~= 2 then error(("bad argument #%d to 'R' (two characters expected)"):format(index), 2) end
    local low, high = range:byte(1, 2)
    for byte = low, high do members[byte] = true end
  end
  return byte_set("set", members, table.concat({ ... }, " "))
end

function peg.V(name)
  return pattern("rule", function(subject, i, captures, context)
    local rules = context.rules
    local rule = rules and rules[name]
    if not rule then error(("rule '%s' undefined in given grammar"):format(tostring(name)), 0) end
    context.depth = context.depth + 1
    if context.depth > context.limit then error("stack overflow while matching rule '" .. tostring(name) .. "'", 0) end
    local stop = rule.match(subject, i, captures, context)
    context.depth = context.depth - 1
    return stop
  end, { name = name })
end

local function run_time(f, p)
  return pattern("runtime", function(subject, i, captures, context)
    local mark, stop = captures.n, i
    if p then
      stop = p.match(subject, i, captures, context)
      if not stop then return nil end
    end
    local values = take(captures, mark)
    local results = table.pack(f(subject, stop, table.unpack(values, 1, values.n)))
    local answer = results[1]
    if answer == nil or answer == false then return nil end
    if answer == true then answer = stop end
    if math.type(answer) ~= "integer" or answer < stop or answer > #subject + 1 then
      error("invalid position returned by match-time capture", 0)
    end
    for k = 2, results.n do push(captures, results[k]) end
    return answer
  end)
end

local function grammar(rules)
  local start = rules[1]
  local compiled = {}
  for name, rule in pairs(rules) do
    if name ~= 1 or peg.type(rule) then compiled[name] = P(rule) end
  end
  if type(start) == "string" or type(start) == "number" then start = compiled[start] else start = compiled[1] end
  if not start then error("grammar has no initial rule", 3) end
  return pattern("grammar", function(subject, i, captures, context)
    local saved = context.rules
    context.rules = setmetatable({}, { __index = function(_, name)
      local rule = compiled[name]
      if rule == nil and saved then rule = saved[name] end
      return rule
    end })
    local stop = start.match(subject, i, captures, context)
    context.rules = saved
    return stop
  end)
end

function P(value)
  local kind = math.type(value) or type(value)
  if peg.type(value) then return value
  elseif kind == "string" then return literal(value)
  elseif kind == "integer" then return any(value)
  elseif kind == "boolean" then
    return value and literal("") or pattern("false", function() return nil end)
  elseif kind == "function" then return run_time(value)
  elseif kind == "table" then return grammar(value)
  end
  error(("bad argument #1 to 'P' (pattern expected, got %s)"):format(kind), 2)
end
peg.P = P

-- Operators ------------------------------------------------------------------------------------------

function sequence(a, b)
  return pattern("sequence", function(subject, i, captures, context)
    local middle = a.match(subject, i, captures, context)
    return middle and b.match(subject, middle, captures, context)
  end)
end

function choice(a, b)
  if a.members and b.members then
    local members = {}
    for byte in pairs(a.members) do members[byte] = true end
    for byte in pairs(b.members) do members[byte] = true end
    return byte_set("set", members)
  end
  return pattern("choice", function(subject, i, captures, context)
    local mark, depth = captures.n, context.depth
    local stop = a.match(subject, i, captures, context)
    if stop then return stop end
    cut(captures, mark)
    context.depth = depth
    return b.match(subject, i, captures, context)
  end)
end

Pattern.__mul = function(a, b) return sequence(P(a), P(b)) end
Pattern.__add = function(a, b) return choice(P(a), P(b)) end
Pattern.__sub = function(a, b) return sequence(-P(b), P(a)) end
Pattern.__idiv = function(a, b) return sequence(sequence(a, P(b) ^ 0), a) ^ -1 end

Pattern.__unm = function(p)
  return pattern("not", function(subject, i, captures, context)
    local mark, depth = captures.n, context.depth
    local stop = p.match(subject, i, captures, context)
    cut(captures, mark)
    context.depth = depth
    if stop then return nil end
    return i
  end)
end

Pattern.__len = function(p)
  return pattern("and", function(subject, i, captures, context)
    return p.match(subject, i, captures, context) and i
  end)
end

Pattern.__pow = function(p, n)
  if math.type(n) ~= "integer" then
    error(("bad exponent of a pattern (integer expected, got %s)"):format(math.type(n) or type(n)), 2)
  end
  return pattern("repeat", function(subject, i, captures, context)
    local count = 0
    while n >= 0 or count < -n do
      local mark, depth = captures.n, context.depth
      local stop = p.match(subject, i, captures, context)
      if not stop then
        cut(captures, mark)
        context.depth = depth
        break
      end
      count = count + 1
      if stop == i then
        if count >= n then break end
        if n < 0 then break end
      end
      i = stop
    end
    if count < n then return nil end
    return i
  end)
end

-- p / target: string with %1, table, function, number
Pattern.__div = function(p, target)
  local kind = math.type(target) or type(target)
  local apply
  if kind == "string" then
    apply = function(captures, values, text)
      local result = target:gsub("%%([%d%%])", function(digit)
        if digit == "%" then return "%" end
        local index = tonumber(digit)
        if index == 0 then return text end
        if index > math.max(values.n, 1) then error("invalid capture index (" .. index .. ")", 0) end
        return tostring(values.n == 0 and text or values[index])
      end)
      push(captures, result)
    end
  elseif kind == "table" then
    apply = function(captures, values, text)
      local value = target[values.n == 0 and text or values[1]]
      if value ~= nil then push(captures, value) end
    end
  elseif kind == "function" then
    apply = function(captures, values, text)
      local results
      if values.n == 0 then results = table.pack(target(text)) else results = table.pack(target(table.unpack(values, 1, values.n))) end
      for k = 1, results.n do push(captures, results[k]) end
    end
  elseif kind == "integer" then
    apply = function(captures, values)
      if target == 0 then return end
      if target > values.n then error("no capture '" .. target .. "'", 0) end
      push(captures, values[target])
    end
  else
    error(("cannot apply a %s to captures"):format(kind), 2)
  end
  return pattern("apply", function(subject, i, captures, context)
    local mark = captures.n
    local stop = p.match(subject, i, captures, context)
    if not stop then return nil end
    apply(captures, take(captures, mark), subject:sub(i, stop - 1))
    return stop
  end)
end

-- Captures ---------------------------------------------------------------------------------------------

function peg.C(p)
  p = P(p)
  return pattern("capture", function(subject, i, captures, context)
    local mark = captures.n
    push(captures, false)
    local stop = p.match(subject, i, captures, context)
    if stop then captures[mark + 1] = subject:sub(i, stop - 1) end
    return stop
  end)
end

function peg.Cc(...)
  local values = table.pack(...)
  return pattern("constant", function(_, i, captures)
    for k = 1, values.n do push(captures, values[k]) end
    return i
  end)
end

function peg.Cp()
  return pattern("position", function(_, i, captures)
    push(captures, i)
    return i
  end)
end

function peg.Ct(p)
  p = P(p)
  return pattern("table", function(subject, i, captures, context)
    local mark = captures.n
    local stop = p.match(subject, i, captures, context)
    if not stop then return nil end
    local values, result, n = take(captures, mark), {}, 0
    for k = 1, values.n do
      local value = values[k]
      if getmetatable(value) == Group then
        result[value.name] = value.value
      else
        n = n + 1
        result[n] = value
      end
    end
    push(captures, result)
    return stop
  end)
end

function peg.Cg(p, name)
  p = P(p)
  return pattern("group", function(subject, i, captures, context)
    local mark = captures.n
    local stop = p.match(subject, i, captures, context)
    if stop and name then
      local values = take(captures, mark)
      local value = values[1]
      if values.n == 0 then value = subject:sub(i, stop - 1) end
      push(captures, setmetatable({ name = name, value = value }, Group))
    end
    return stop
  end)
end

function peg.Cs(p)
  p = P(p)
  return pattern("substitution", function(subject, i, captures, context)
    local mark, outer = captures.n, context.pieces
    context.pieces = {}
    local stop = p.match(subject, i, captures, context)
    local pieces = context.pieces
    context.pieces = outer
    if not stop then return nil end
    cut(captures, mark)
    local out, at = {}, i
    for _, piece in ipairs(pieces) do
      if piece.start >= at and piece.stop <= stop then
        out[#out + 1] = subject:sub(at, piece.start - 1)
        out[#out + 1] = piece.text
        at = piece.stop
      end
    end
    out[#out + 1] = subject:sub(at, stop - 1)
    push(captures, table.concat(out))
    return stop
  end)
end

-- In a substitution, what stands for a piece of the subject.
function peg.Cr(p, replacement)
  local inner = P(p) / replacement
  return pattern("replacement", function(subject, i, captures, context)
    local mark = captures.n
    local stop = inner.match(subject, i, captures, context)
    if not stop then return nil end
    local values = take(captures, mark)
    if context.pieces and values.n > 0 then
      table.insert(context.pieces, { start = i, stop = stop, text = tostring(values[1]) })
    end
    return stop
  end)
end

function peg.Cf(p, f)
  p = P(p)
  return pattern("fold", function(subject, i, captures, context)
    local mark = captures.n
    local stop = p.match(subject, i, captures, context)
    if not stop then return nil end
    local values = take(captures, mark)
    if values.n == 0 then error("no initial value for fold capture", 0) end
    local result = values[1]
    for k = 2, values.n do
      local value = values[k]
      if type(value) == "table" and value.pack then
        result = f(result, table.unpack(value, 1, value.pack))
      else
        result = f(result, value)
      end
    end
    push(captures, result)
    return stop
  end)
end

-- Several values as one argument of a fold.
function peg.Cv(p)
  return P(p) / function(...) return { pack = select("#", ...), ... } end
end

function peg.Cmt(p, f) return run_time(f, P(p)) end

Pattern.__mod = function(p, f) return peg.Cf(p, f) end
Pattern.__tostring = function(p) return "pattern(" .. p.kind .. ")" end
Pattern.__call = function(p, ...) return p:find(...) end
Pattern.__eq = function(a, b) return a.kind == b.kind and a.text ~= nil and a.text == b.text end
Pattern.__concat = function(a, b) return P(a) * P(b) end

--- Matches at a position: captures, or the position after the match, or nil.
function peg.match(p, subject, init)
  p = P(p)
  if type(subject) ~= "string" then
    error(("bad argument #2 to 'match' (string expected, got %s)"):format(type(subject)), 2)
  end
  init = init or 1
  if init < 0 then init = math.max(#subject + init + 1, 1) end
  local captures = { n = 0 }
  local stop = p.match(subject, init, captures, { depth = 0, limit = 60 })
  if not stop then return nil end
  if captures.n == 0 then return stop end
  return table.unpack(captures, 1, captures.n)
end
Pattern.test = peg.match

--- First match anywhere: start and captures.
function Pattern:find(subject, init)
  for i = init or 1, #subject + 1 do
    local captures = { n = 0 }
    local stop = self.match(subject, i, captures, { depth = 0, limit = 60 })
    if stop then return i, stop - 1, table.unpack(captures, 1, captures.n) end
  end
  return nil
end

return peg
