-- Shows local functions that are replaced, wrapped, passed and recursive through changed names.
local function f(n) return n end
print(f(1)) local g = f f = function(n) return g(n) * 10 end print(f(1), g(1))
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
local original = fact
local calls = 0
fact = function(n) calls = calls + 1 return original(n) end
print(fact(5), calls)
local function wrap(fn, name)
  return function(...) io.write(name, "(", table.concat({...}, ","), ") ") return fn(...) end
end
math.max = wrap(math.max, "max")
print(math.max(1, 2))
local add = wrap(function(a, b) return a + b end, "add")
print(add(1, 2))
local h if os.time() > 0 then h = function() return "first" end else h = function() return "second" end end print(h())
local function k() return "k1" end
local function use() return k() end
print(use())
k = function() return "k2" end
print(use())
k = setmetatable({}, {__call = function() return "callable" end})
print(use())
k = nil
print(pcall(use))
local ops = {add = function(a, b) return a + b end}
local op = ops.add
ops.add = function(a, b) return a * b end
print(op(3, 4), ops.add(3, 4))
