local lexer = require("luatools.lexer")
local parser = require("luatools.parser")
local printer = require("luatools.printer")

-- Tokens ----------------------------------------------------------------------------------------------
local source = [==[
local x <const> = 0x1F + 3.5e-2 .. "a\tb\u{48}\x41\65\z
   c" -- comment
--[[ long
comment ]] ::label:: goto label; if not x~=y//2 then return ... end
s = [=[
text]]]=] .. '\'' t={1;2,[3]=4} a.b:c"d" x<<2>>1 0xA.8p1 3..2
]==]
source = source:gsub(" 3%.%.2", " 3 ..2")
local list, comments = lexer.tokens(source, "sample")
local line = {}
for _, token in ipairs(list) do
  line[#line + 1] = ("%d:%d %s%s"):format(token.line, token.column, token.type, token.value ~= nil and token.value ~= token.type and "=" .. tostring(token.value):gsub("\n", "~") or "")
  if #line == 8 then
    print(table.concat(line, " | "))
    line = {}
  end
end
print(table.concat(line, " | "))
for _, comment in ipairs(comments) do print("comment", comment.line, (comment.text:gsub("\n", "~"))) end

-- Printing again ---------------------------------------------------------------------------------------
local samples = {
  "return 1 + 2 * 3, (1 + 2) * 3, -2 ^ 2, (-2) ^ 2, 2 ^ -3 ^ 2, not a == b, not (a == b), a .. b .. c, (a .. b) .. c",
  "return a or b and c, (a or b) and c, a < b == c, a & b | c ~ d, a << 1 + 2, #t + 1, - - x, -(-x), ~ ~x",
  "local a, b <const>, c <close> = 1, 2, nil",
  "local function f(x, ...) return (f(...)), f(...), ... end f'str' f{1} f[[long]] (f)(1) f(2);(g or f)(3)",
  "for i = 1, 10, 2 do if i == 3 then goto next elseif i == 5 then break else print(i) end ::next:: end",
  "for k, v in pairs(t) do t[k], t.x, t['end'] = v, nil, 1 end while x do x = x - 1 end repeat local y = f() until y > 3",
  "function a.b.c:d(x) self.x = x return self end function e.f(...) end function g() end do local g = 1 end",
  "return {1, 2; x = 3, ['y z'] = 4, [1 + 1] = 5, f(), ...}, {}, { {} }, function() end, ('x'):rep(3), \"q\\\"\\n\\0\\200\"",
  "return 0x10, 1e10, 0.5, 3.0, 1e-5, 0xffffffffffffffff, 123456789012, 1e300, .5, 5., 0x.8p1",
  "a = {[ [[x]] ] = 1} b = a[ [[x]] ] c = 1 .. 2 d = 1 - -1 e = a - -b",
  "local x = 1; local x = x + 1; local function x() return x end; return x",
  "return function(a) return function(b) return function(c) return a + b + c end end end",
}
for i, text in ipairs(samples) do
  local tree = parser.parse(text, "sample" .. i)
  local pretty = printer.pretty(tree)
  print("-- sample " .. i)
  io.write(pretty)
  local again = printer.pretty(parser.parse(pretty, "again"))
  print(again == pretty, load(pretty) ~= nil)
  local mini = printer.minify(parser.parse(text))
  print(mini, load(mini) ~= nil, printer.minify(parser.parse(mini)) == mini)
end

-- Errors -----------------------------------------------------------------------------------------------
local broken = {
  "x =", "x = = 1", "local", "local 1", "if x then", "if x\nthen\n\nelse\n", "while true", "for i = 1 do end", "for i in do end",
  "f(", "f(1,", "f(1\n\n", "a.1", "a.", "a:b", "x", "x.y", "(x)", "x, y", "(x) = 1", "f() = 1", "return 1 2", "return return",
  "'abc", '"ab\ncd"', "[[never", "--[[ never", "[==[ x ]=]", "'\\q'", "'\\xZZ'", "'\\300'", "'\\u123'", "3x", "0xg", "1..2", "1e", "@", "a $ b", "`",
  "break", "goto nowhere", "::a:: ::a::", "do ::a:: end goto a", "local x <const> = 1 x = 2", "local x <wrong> = 1", "function f() return ... end",
  "function (x) end", "local function f.x() end", "{}", "1", "x = {1, 2", "x = {1 2}", "x = {[1] 2}", "x = function( end", "end", "until x",
  "else", "do\ndo\nend", ("("):rep(200) .. "1", "a = 1 +\n\n", "if x then else elseif y then end", "for a.b = 1, 2 do end", "repeat\nx = 1",
}
for _, text in ipairs(broken) do
  local ok, problem = pcall(parser.parse, text, "input")
  local _, expected = load(text, "=input")
  print(("%-24s %s %s"):format(text:sub(1, 24):gsub("\n", "~"), ok and "accepted" or problem,
    (expected == nil) == ok and "" or "DIFFERS"))
end

-- Programs that behave the same after both -------------------------------------------------------------------
local programs = {
  sieve = [[
    local function sieve(n)
      local marks, primes = {}, {}
      for i = 2, n do
        if not marks[i] then
          primes[#primes + 1] = i
          for j = i * i, n, i do marks[j] = true end
        end
      end
      return primes
    end
    return table.concat(sieve(60), " ")]],
  closures = [[
    local out = {}
    for i = 1, 3 do
      local n = 0
      out[i] = function(step) n = n + (step or i) return n end
    end
    out[1]() out[1]()
    return out[1](), out[2](), out[2](10), out[3]()]],
  varargs = [[
    local function count(...) return select("#", ...) end
    local function pass(...) return ... end
    return count(), count(nil), count(pass(1, nil)), count((pass(1, 2))), count(pass(), pass(1, 2)), #{pass(1, 2, 3)}]],
  methods = [[
    local A = {} A.__index = A
    function A.new(x) return setmetatable({x = x}, A) end
    function A:add(n) self.x = self.x + n return self end
    A.__tostring = function(self) return "<" .. self.x .. ">" end
    return tostring(A.new(1):add(2):add(3)), (A.new(5)):add(-5).x]],
  gotos = [[
    local out = {}
    for i = 1, 5 do
      for j = 1, 5 do
        if j == i then goto continue end
        if i * j > 8 then goto done end
        out[#out + 1] = i .. j
        ::continue::
      end
    end
    ::done::
    return table.concat(out, ",")]],
  strings = [==[
    local long = [[
first line
]]
    return "tab\tnul\0end\\ 'q' \"d\"", long, ("%q"):format("\r\n\200"), #"\u{20AC}\z
        joined"]==],
  operators = [[
    local a, b = 7, 3
    return a // b, a % b, -a // b, a / b, a ^ b, a & b | 8, a ~ b, ~a, a << b >> 1, a .. b, not (a < b), a ~= b and a or b, 2 ^ 3 ^ 2, -2 ^ 2]],
  shadowing = [[
    local x = 1
    local function f() return x end
    local x = 2
    do local x = 3 end
    local y = (function(x) return x * 10 end)(x)
    return f(), x, y, (function(...) local a, b = ... return b, a end)(1, 2)]],
  closing = [[
    local log = {}
    do
      local a <close> = setmetatable({}, {__close = function() log[#log + 1] = "a" end})
      local b <const> = "b"
      log[#log + 1] = b
    end
    return table.concat(log)]],
}
local names = {}
for name in pairs(programs) do names[#names + 1] = name end
table.sort(names)
local function run(text, name)
  local results = table.pack(assert(load(text, "=" .. name))())
  for i = 1, results.n do results[i] = ("%q"):format(results[i]) end
  return table.concat(results, " "):gsub("\n", "~") .. ""
end
for _, name in ipairs(names) do
  local tree = parser.parse(programs[name], name)
  local expected = run(programs[name], name)
  local pretty, mini = printer.pretty(tree), printer.minify(parser.parse(programs[name], name))
  print(name, run(pretty, name) == expected, run(mini, name) == expected, #programs[name] > #mini)
  print("", expected)
  print("", mini)
end

-- The tool on itself: its own sources, minified, make the same tool --------------------------------------------
local sizes = {}
local own_preload = {}
for _, name in ipairs { "luatools.lexer", "luatools.parser", "luatools.printer" } do
  local file = assert(io.open((name:gsub("%.", "/")) .. ".lua"))
  local text = file:read("a")
  file:close()
  local tree = parser.parse(text, name)
  local pretty = printer.pretty(tree)
  local mini = printer.minify(tree)
  sizes[#sizes + 1] = ("%s %d tokens, %d variables, pretty %d, mini %d"):format(name, #lexer.tokens(text), #tree.variables, #pretty, #mini)
  own_preload[name] = assert(load(mini, "=" .. name))
end
print(table.concat(sizes, "\n"))
local loaded = {}
local function own_require(name)
  if loaded[name] == nil then loaded[name] = own_preload[name](name) end
  return loaded[name]
end
for name, chunk in pairs(own_preload) do
  local env = setmetatable({ require = own_require }, { __index = _G })
  debug.setupvalue(chunk, 1, env)
end
local second_parser, second_printer = own_require("luatools.parser"), own_require("luatools.printer")
local same = 0
for i, text in ipairs(samples) do
  if second_printer.pretty(second_parser.parse(text)) == printer.pretty(parser.parse(text)) then same = same + 1 end
end
print("same", same, #samples, second_parser ~= parser)
print(pcall(second_parser.parse, "x = = 1", "second"))
local globals = {}
for name in pairs(parser.parse(programs.methods).globals) do globals[#globals + 1] = name end
table.sort(globals)
print("globals", table.concat(globals, " "))
