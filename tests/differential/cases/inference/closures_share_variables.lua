-- Shows variables that closures share, replace and outlive, with kinds that change behind the back of the owner.
local function make()
  local value, reads = 0, 0
  return function() reads = reads + 1 return value, reads end, function(v) value = v end
end
local get, set = make()
print(get())
set("text")
print(get())
set(nil)
print(get())
set({1})
print(#get())
set(1.5)
print(get() + 1)
local fs = {}
for i = 1, 3 do local j = i fs[#fs + 1] = function(step) j = j + step return i, j end end
print(fs[1](1))
print(fs[1](0.5))
print(fs[2]("2"))
print(fs[3](10))
print(pcall(fs[3], "x"))
local n = 0
local function up() n = n + 1 return n end
local t = {up(), up(), n, up(), n}
print(table.concat(t, " "))
local function order() n = n * 10 return n end
print(order() + 1, n)
local k = 1
local r = {k, (function() k = k + 1 return k end)(), k}
print(r[2], r[3])
local a, b = 1, 2
local function swap() a, b = b, a end
swap()
print(a, b)
a, b = b, (function() swap() return a end)()
print(a, b)
local self_ref
self_ref = function(d) if d == 0 then return "deep" end return self_ref(d - 1) end
local saved = self_ref
self_ref = function() return "replaced" end
print(saved(3), saved(0))
local acc = {}
local function visit(node, depth)
  acc[#acc + 1] = ("%s%d"):format(node.name, depth)
  for _, child in ipairs(node.children or {}) do visit(child, depth + 1) end
end
visit({name = "r", children = {{name = "a", children = {{name = "x"}}}, {name = "b"}}}, 0)
print(table.concat(acc, " "))
local x = 1
do local x = x + 1 do local x = x * 10 print(x) end print(x) end
print(x)
local function shadow(x) local x = x or "default" return x end
print(shadow(), shadow(false), shadow(0))
local count = 0
local obj = setmetatable({}, {__index = function(_, key) count = count + 1 return count end,
  __newindex = function() count = count - 1 end})
print(obj.a, obj.b, obj.a + obj.b)
obj.z = 1
obj.z = 2
print(count)
for i = 1, 2 do local f = function() i = i * 2 return i end io.write(f(), f(), i, " ") end
print()
local late
local function early() return late end
print(early())
late = 5
print(early() + 1)
late = "s"
print(early() .. "!")
local co = coroutine.wrap(function() for i = 1, 3 do n = i coroutine.yield(n) n = n .. "" coroutine.yield(n) end end)
for _ = 1, 6 do local y = co() io.write(math.type(n) or type(n), ":", y, " ") end
print()
