local fun = require("fun")
local L, op = fun.lambda, fun.op

local number = 0
local function show(...)
  number = number + 1
  local out = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    out[i] = type(value) == "table" and not getmetatable(value) and "{" .. fun(value):join(",") .. "}" or tostring(value)
  end
  print(number .. ".", table.unpack(out))
end

-- Sequences
show(fun { 1, 2, 3 }, fun "héllo", fun.range(5), fun.range(3, 9, 3), fun.range(5, 1, -2), fun.range(1, 2, 0.25), fun.range(0))
show(fun.range(10):map(L "_ * _"):filter(L "_ % 2 == 1"))
show(fun.iterate(L "_ * 2", 1):take(12), fun.iterate(L "_ * 2", 1)[40], fun.iterate(L "_ / 2", 1):take_while(L "_ > 0.1"))
show(fun.range(10):drop(7), fun.range(3):drop(5), fun.range(math.huge):drop(100):first())
show(#fun.range(7), #fun "aé", fun.range(4):sum(), fun({ 0.1, 0.2 }):sum(), fun({}):sum())
show(fun.range(3):zip(fun "abc", { true, false, true }):map(function(a, b, c) return a .. b .. tostring(c) end))
show(fun("abc"):enumerate():map(L "|i, c| i .. c"):totable(), fun("xy"):enumerate():todict())
show(fun({ "a b", "c", "", "d e f" }):flat_map(function(s) return s:gmatch("%a") end))
show(fun.range(2) .. fun { "x" } .. "yz", pcall(function() return fun.range(2) .. { "x" } .. "yz" end))
show( fun { 1 } .. fun {}, "ab" .. fun { 1 })
show(fun.range(7):chunk(3):map(function(c) return "<" .. table.concat(c, " ") .. ">" end))
show(fun.range(5):scan(op["+"], 0), fun { 3, 1, 3, 2, 1 }:unique(), fun("ab"):cycle():take(5), tostring(fun.range(20)))
show((fun.range(5) | L "_ * 10") & L "_ > 20", pcall(function() return fun.range(5) | L "_" & L "_" end))
show(fun.range(5) >> L "_:sum()")
show(fun(ipairs { "p", "q" }):map(L "|i, v| i .. v"), fun(next, { k = "v" }):map(L "|k, v| k .. v"))
show(fun.pairs { b = 2, a = 1, c = 3 }:map(L "|k, v| k .. '=' .. v"), fun.pairs({ 5, 6 }, L "|a, b| a > b"):map(L "|k, v| v"))
show(fun.range(10):fold(math.max, 0), fun.range(10):any(L "_ > 9"), fun.range(10):all(L "_ < 9"), fun({ false }):any(), fun({}):all())
show(fun.range(10):partition(L "_ < 4"))
local groups, order = fun("banana split"):group_by(fun.id)
show(order, groups.a, #groups.n)
show(fun({ "pear", "fig", "apple" }):sorted(L "|a, b| #a < #b"), fun("hello"):sorted())
local pairs_seen = {}
show(fun.pairs { x = 1, y = 2 }:each(function(k, v) pairs_seen[#pairs_seen + 1] = k .. v end), pairs_seen)

-- Walking a sequence inside a walk over itself
local nested = {}
local digits = fun.range(3)
for a in digits do
  for b in digits do nested[#nested + 1] = a * 10 + b end
end
show(nested)

-- Laziness: what has run, and in which order
local trace = {}
local traced = fun.range(math.huge):map(function(x)
  trace[#trace + 1] = "map" .. x
  return x * 3
end):filter(function(x)
  trace[#trace + 1] = "filter" .. x
  return x % 2 == 0
end):take(2)
show(#trace, traced:totable(), table.concat(trace, " "))

-- Generators
local function primes()
  return fun.generate(function(yield)
    local composites = {}
    local n = 2
    while true do
      local step = composites[n]
      if not step then
        yield(n)
        composites[n * n] = n
      else
        composites[n] = nil
        local m = n + step
        while composites[m] do m = m + step end
        composites[m] = step
      end
      n = n + 1
    end
  end)
end
show(primes():take(15), primes()[100])
local function permutations(list)
  return fun.generate(function(yield)
    local function go(n)
      if n <= 1 then return yield(table.concat(list)) end
      for i = 1, n do
        list[i], list[n] = list[n], list[i]
        go(n - 1)
        list[i], list[n] = list[n], list[i]
      end
    end
    go(#list)
  end)
end
show(permutations { "a", "b", "c" }, #permutations { 1, 2, 3, 4, 5 })
local function hanoi(n, from, to, via, yield)
  if n == 0 then return end
  hanoi(n - 1, from, via, to, yield)
  yield(from .. to)
  return hanoi(n - 1, via, to, from, yield)
end
show(fun.generate(function(yield) hanoi(4, "A", "C", "B", yield) end):join(" "))
local function walk(tree)
  return fun.generate(function(yield)
    local function visit(node, depth)
      if not node then return end
      visit(node.left, depth + 1)
      yield(node.value .. "@" .. depth)
      visit(node.right, depth + 1)
    end
    visit(tree, 0)
  end)
end
show(walk { value = 4, left = { value = 2, left = { value = 1 }, right = { value = 3 } }, right = { value = 5 } })

-- Functions
show(fun.compose(L "_ + 1", L "_ * 2")(5), fun.compose()(1, 2), fun.compose(select)("#", nil, nil), fun.pipe(3, L "_ + 1", tostring, string.len))
local add3 = fun.curry(function(a, b, c) return a .. b .. c end)
show(add3 "x" "y" "z", add3("x", "y")("z"), add3("x", "y", "z"), add3 "x"("y", "z"), fun.curry(math.max, 2)(3)(9), fun.curry(L "|| 7"))
show(fun.curry(function(a, b) return a == nil and b end)(nil)(5), pcall(function() add3() end))
show(fun.flip(op["-"])(1, 10), fun.flip(string.rep)(3, "ab"))
show(fun.partial(string.format, "%d-%s", fun._, "x")(7), fun.partial(op["/"], fun._, 4)(10), fun.partial(select, "#")(nil, nil), fun.partial(math.max, 1, fun._, 3)(2, 9))
show(op["+"](1, 2), op[".."](1, 2), op["<"](1, 2), op["and"](nil, 1), op["//"](7, 2), op["~"](5, 3), op["=="]("1", 1), pcall(function() return op["?"] end))
local fib, statistics
fib, statistics = fun.memoize(function(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end)
show(fib(80), statistics.hits, statistics.misses)
local calls = 0
local many = fun.memoize(function(...)
  calls = calls + 1
  return calls, ...
end)
show(many(), many(nil), many(nil, nil), many(0 / 0), many(1, "1"), many("1", 1))
show(many(), many(nil), many(nil, nil), select("#", many(nil, nil)), many(1.0, "1"), many(-0.0), many(0))
show(fun.fix(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(15))
local computed = 0
local thunk = fun.lazy(function(a, b) computed = computed + 1 return a + b, nil, computed end, 1, 2)
show(computed, thunk(), computed)
show(computed, select("#", thunk()), thunk())
show(fun.const(1, nil)(), select("#", fun.const(1, nil)()), fun.id())
show(L "_ + 1" == L "_ + 1", L "select('#', ...)"(1, 2, 3), L "|...| select('#', ...)"(nil, nil), L "|x, ...| ..."(1, 2, 3))

-- Errors
show(pcall(fun.from, 42))
show(pcall(fun.range, 1, 2, 0))
show(pcall(L, "|x| x +"))
show(pcall(L "_.x.y", {}))
show(pcall(function() return fun.range(3):map(function(x) return x + {} end):totable() end))
show(pcall(function() return fun.range(3):nothing() end))
show(pcall(function() for _ in fun.generate(function(yield) yield(1) error("in generator") end) do end end))
show(pcall(function() for _ in fun.generate(function(yield) yield(1) error({}, 0) end) do end end) == false)
show(select(2, pcall(function() return fun.range(3) + 1 end)))
show(select(2, pcall(function() return fun.range(3) < fun.range(4) end)))

-- Longer runs
show(fun.range(20000):filter(function(x) return x == 20000 end):first())
show(fun.range(3000):map(L "_ * _ % 7"):fold(op["+"], 0), fun.range(2000):each(fun.id))
local collatz = fun.memoize(function(n)
  return #fun.iterate(function(m) return m % 2 == 0 and m // 2 or 3 * m + 1 end, n):take_while(L "_ ~= 1")
end)
local best, length = 0, 0
for n = 1, 300 do
  local l = collatz(n)
  if l > length then best, length = n, l end
end
show(best, length)
