--- Functional tools: lazy sequences over iterators, composition, currying, memoising, generators.
local fun = {}

local pack, unpack, select, type, setmetatable = table.pack, table.unpack, select, type, setmetatable

-- Sequences: a sequence wraps a maker of fresh iterators, so that it can be walked many times --------

local Seq = { __name = "sequence" }
Seq.__index = Seq

local function seq(make, size)
  return setmetatable({ make = make, size = size }, Seq)
end

local NONE = {}

--- A sequence of a table's items, a string's characters, an iterator triple, or a function.
function fun.from(source, state, initial)
  if getmetatable(source) == Seq then return source end
  local kind = type(source)
  if kind == "table" then
    return seq(function()
      local i = 0
      return function()
        i = i + 1
        return source[i]
      end
    end, #source)
  elseif kind == "string" then
    return seq(function() return source:gmatch(utf8.charpattern) end, utf8.len(source))
  elseif kind == "function" then
    return seq(function()
      local control = initial
      return function()
        local results = pack(source(state, control))
        control = results[1]
        return unpack(results, 1, results.n)
      end
    end)
  end
  error(("cannot make a sequence of a %s"):format(kind), 2)
end

function fun.range(from, to, step)
  if to == nil then from, to = 1, from end
  step = step or 1
  if step == 0 then error("step is zero", 2) end
  return seq(function()
    local current = from - step
    return function()
      current = current + step
      if (step > 0 and current <= to) or (step < 0 and current >= to) then return current end
      return nil
    end
  end)
end

function fun.iterate(f, x)
  return seq(function()
    local value = NONE
    return function()
      if value == NONE then value = x else value = f(value) end
      return value
    end
  end)
end

function fun.generate(f)
  return seq(function() return coroutine.wrap(function() f(coroutine.yield) end) end)
end

function fun.pairs(t, compare)
  return seq(function()
    local keys = {}
    for key in pairs(t) do keys[#keys + 1] = key end
    table.sort(keys, compare)
    local i = 0
    return function()
      i = i + 1
      local key = keys[i]
      if key ~= nil then return key, t[key] end
    end
  end)
end

local methods = {}

function methods:map(f)
  return seq(function()
    local nextitem = self.make()
    local function pass(first, ...)
      if first == nil then return nil end
      return f(first, ...)
    end
    return function() return pass(nextitem()) end
  end, self.size)
end

function methods:filter(keep)
  return seq(function()
    local nextitem = self.make()
    local function pass(first, ...)
      if first == nil then return nil end
      if keep(first, ...) then return first, ... end
      return pass(nextitem()) -- a tail call: any number of items may be left out
    end
    return function() return pass(nextitem()) end
  end)
end

function methods:take(n)
  return seq(function()
    local nextitem, left = self.make(), n
    return function()
      if left <= 0 then return nil end
      left = left - 1
      return nextitem()
    end
  end)
end

function methods:take_while(keep)
  return seq(function()
    local nextitem, over = self.make(), false
    return function()
      if over then return nil end
      local item = nextitem()
      if item == nil or not keep(item) then
        over = true
        return nil
      end
      return item
    end
  end)
end

function methods:drop(n)
  return seq(function()
    local nextitem, left = self.make(), n
    return function()
      while left > 0 do
        left = left - 1
        if nextitem() == nil then left = 0 end
      end
      return nextitem()
    end
  end)
end

function methods:flat_map(f)
  return fun.generate(function(yield)
    for item in self do
      for inner in fun.from(f(item)) do yield(inner) end
    end
  end)
end

function methods:zip(...)
  local others = pack(self, ...)
  return seq(function()
    local nexts = {}
    for i = 1, others.n do nexts[i] = fun.from(others[i]).make() end
    return function()
      local items = {}
      for i = 1, others.n do
        items[i] = nexts[i]()
        if items[i] == nil then return nil end
      end
      return unpack(items, 1, others.n)
    end
  end)
end

function methods:enumerate()
  return fun.range(1, math.huge):zip(self)
end

function methods:chain(...)
  local all = pack(self, ...)
  return fun.generate(function(yield)
    for i = 1, all.n do
      for item in fun.from(all[i]) do yield(item) end
    end
  end)
end

function methods:chunk(n)
  return seq(function()
    local nextitem = self.make()
    return function()
      local items = {}
      while #items < n do
        local item = nextitem()
        if item == nil then break end
        items[#items + 1] = item
      end
      return items[1] ~= nil and items or nil
    end
  end)
end

function methods:scan(f, initial)
  return seq(function()
    local nextitem, total = self.make(), initial
    return function()
      local item = nextitem()
      if item == nil then return nil end
      total = f(total, item)
      return total
    end
  end)
end

function methods:unique()
  return seq(function()
    local seen = {}
    return self:filter(function(item)
      if seen[item] then return false end
      seen[item] = true
      return true
    end).make()
  end)
end

function methods:cycle()
  return fun.generate(function(yield)
    while true do
      for item in self do yield(item) end
    end
  end)
end

-- Ends of a chain

function methods:fold(f, total)
  for item in self do total = f(total, item) end
  return total
end

function methods:totable()
  local out, n = {}, 0
  for item in self do
    n = n + 1
    out[n] = item
  end
  return out
end

function methods:todict()
  local out = {}
  local nextitem = self.make()
  while true do
    local key, value = nextitem()
    if key == nil then return out end
    out[key] = value
  end
end

function methods:each(f)
  local nextitem, count = self.make(), 0
  local function step(first, ...)
    if first == nil then return count end
    count = count + 1
    f(first, ...)
    return step(nextitem())
  end
  return step(nextitem())
end

function methods:group_by(f)
  local groups, order = {}, {}
  for item in self do
    local key = f(item)
    if not groups[key] then
      groups[key] = {}
      order[#order + 1] = key
    end
    table.insert(groups[key], item)
  end
  return groups, order
end

function methods:partition(f)
  local yes, no = {}, {}
  for item in self do
    local target = f(item) and yes or no
    target[#target + 1] = item
  end
  return yes, no
end

function methods:any(f)
  for item in self do if (f or fun.id)(item) then return true end end
  return false
end

function methods:all(f)
  return not self:any(function(item) return not (f or fun.id)(item) end)
end

function methods:first() return (self.make()()) end
function methods:sum() return self:fold(fun.op["+"], 0) end
function methods:join(separator)
  return table.concat(self:map(tostring):totable(), separator or "")
end
function methods:count() return self.size or self:fold(function(n) return n + 1 end, 0) end
function methods:sorted(compare)
  local list = self:totable()
  table.sort(list, compare)
  return fun.from(list)
end

for name, method in pairs(methods) do Seq[name] = method end
-- `for item in sequence do`: the generic for calls the sequence with (nil, previous); the iterator
-- is kept under the sequence's own key for the time of the walk.
local walks = setmetatable({}, { __mode = "k" })
Seq.__call = function(self, _, control)
  local stack = walks[self]
  if not stack then
    stack = {}
    walks[self] = stack
  end
  if control == nil then stack[#stack + 1] = self.make() end
  local results = pack(stack[#stack]())
  if results[1] == nil then stack[#stack] = nil end
  return unpack(results, 1, results.n)
end
Seq.__concat = function(a, b) return fun.from(a):chain(fun.from(b)) end
Seq.__len = function(self) return self:count() end
Seq.__index = function(self, key)
  if math.type(key) == "integer" then return self:drop(key - 1):first() end
  return methods[key]
end
Seq.__tostring = function(self) return "[" .. self:take(10):join(", ") .. "]" end
Seq.__bor = function(self, f) return self:map(f) end
Seq.__band = function(self, f) return self:filter(f) end
Seq.__shr = function(self, f) return f(self) end

-- Functions ---------------------------------------------------------------------------------------------

function fun.id(...) return ... end
function fun.const(...)
  local values = pack(...)
  return function() return unpack(values, 1, values.n) end
end

fun.op = setmetatable({}, { __index = function(self, symbol)
  local chunk = load("local a, b = ... return a " .. symbol .. " b", "=op " .. symbol)
  if not chunk then error("unknown operator '" .. tostring(symbol) .. "'", 2) end
  self[symbol] = chunk
  return chunk
end })

function fun.compose(...)
  local fs = pack(...)
  if fs.n == 0 then return fun.id end
  local function run(i, ...)
    if i == 0 then return ... end
    return run(i - 1, fs[i](...))
  end
  return function(...) return run(fs.n, ...) end
end

function fun.pipe(value, ...)
  for i = 1, select("#", ...) do value = (select(i, ...))(value) end
  return value
end

--- Currying by the number of parameters, which is found out unless it is given.
function fun.curry(f, n)
  n = n or debug.getinfo(f, "u").nparams
  local function collect(count, ...)
    if count >= n then return f(...) end
    local got = pack(...)
    return function(...)
      local arguments = pack(...)
      if arguments.n == 0 then error("an argument expected", 2) end
      local all = { unpack(got, 1, got.n) }
      for i = 1, arguments.n do all[got.n + i] = arguments[i] end
      return collect(count + arguments.n, unpack(all, 1, count + arguments.n))
    end
  end
  return collect(0)
end

function fun.flip(f)
  return function(a, b, ...) return f(b, a, ...) end
end

local hole = setmetatable({}, { __tostring = function() return "_" end })
fun._ = hole
function fun.partial(f, ...)
  local fixed = pack(...)
  return function(...)
    local arguments, used = {}, 0
    for i = 1, fixed.n do
      if fixed[i] == hole then
        used = used + 1
        arguments[i] = (select(used, ...))
      else
        arguments[i] = fixed[i]
      end
    end
    local rest = select("#", ...) - used
    for i = 1, rest do arguments[fixed.n + i] = (select(used + i, ...)) end
    return f(unpack(arguments, 1, fixed.n + math.max(rest, 0)))
  end
end

--- Memoises by all arguments (nil and NaN too), keeping all results.
function fun.memoize(f)
  local NIL, NAN = {}, {}
  local root = {}
  local statistics = { hits = 0, misses = 0 }
  return function(...)
    local node = root
    for i = 1, select("#", ...) do
      local key = select(i, ...)
      if key == nil then key = NIL elseif key ~= key then key = NAN end
      local inner = node[key]
      if not inner then
        inner = {}
        node[key] = inner
      end
      node = inner
    end
    local results = node[root]
    if results then
      statistics.hits = statistics.hits + 1
    else
      results = pack(f(...))
      node[root] = results
      statistics.misses = statistics.misses + 1
    end
    return unpack(results, 1, results.n)
  end, statistics
end

-- The fixed point, for recursion without a name
function fun.fix(f)
  return (function(x) return x(x) end)(function(x)
    return f(function(...) return x(x)(...) end)
  end)
end

-- A thunk that is computed once
function fun.lazy(f, ...)
  local arguments, results = pack(...), nil
  return function()
    if not results then
      results = pack(f(unpack(arguments, 1, arguments.n)))
      f, arguments = nil, nil
    end
    return unpack(results, 1, results.n)
  end
end

--- Short lambdas: "|a, b| a + b", or "_ * 2".
local lambdas = setmetatable({}, { __mode = "v" })
function fun.lambda(text)
  local f = lambdas[text]
  if f then return f end
  local parameters, body = text:match("^|(.-)|(.*)$")
  if not parameters then parameters, body = "_, ...", text end
  local chunk, problem = load(("return function(%s) return %s end"):format(parameters, body), "=lambda", "t")
  if not chunk then error(("bad lambda %q: %s"):format(text, problem), 2) end
  f = chunk()
  lambdas[text] = f
  return f
end

return setmetatable(fun, { __call = function(_, ...) return fun.from(...) end })
