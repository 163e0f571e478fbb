-- Shows keys, methods, globals and labels with names that mean something to Python or to the runtime.
local t = {}
for _, name in ipairs{"None", "True", "class", "def", "__init__", "__class__", "__dict__", "__len__", "items", "keys",
  "get", "metatable", "update", "pop", "self", "_kept", "args", "G", "first", "Table", "lambda", "async", "print_",
  "__name__", "__builtins__", "$chunk", "has_metatable", "__slots__", "__eq__", "__hash__", "__iter__",
  "__getitem__"} do
  t[name] = name
  _G[name] = t[name]
end
for _, k in ipairs{"None", "items", "metatable", "_kept", "__class__", "get", "__len__"} do
  io.write(tostring(t[k]), " ", tostring(_G[k]), " ")
end
print()
print(t.None, t.class, t.items, t.get, t.metatable, t.has_metatable, t.__class__, t.update, t.missing, #t)
print(None, class, def, items, metatable, G, first, Table, lambda, async, __name__, __builtins__)
None, lambda, async = 1, 2, 3
print(None + lambda + async)
local def, class, import, from, is, pass, raise, try, with, yield, del, global, nonlocal, except, finally, assert_,
  True = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
print(def + class + import + from + is + pass + raise + try + with + yield + del + global + nonlocal + except + finally + assert_ + True)
local o = {}
function o:items() return "own items" end
function o.get(k) return "own get " .. k end
function o:__init__() return self == o end
function o.metatable() return "own metatable" end
print(o:items(), o.get("x"), o:__init__(), o.metatable(), rawlen(o), next({items = 1}))
local len, str, int, float, list, dict, range, type_, object, id, map, filter, sum, min, max = 1, 2, 3, 4, 5, 6, 7, 8,
  9, 10, 11, 12, 13, 14, 15
for i = 1, 2 do
  local range = i
  for j = range, 2 do io.write(len + str + int + float + list + dict + range + sum + min + max, " ") end
end
print()
local function self(cls, args, kwargs, _) return cls, args, kwargs, _ end
print(self(1, 2, 3, 4))
local function f(...) local args = {...} local args_2, rest = #args, ... return args_2, rest, ... end
print(f(7, 8))
do goto None ::None:: goto continue ::continue:: goto class ::class:: end
local _, __, ___ = 1, 2, 3
print(_, __, ___)
function print_(...) return print(...) end
print_("own print_")
local a1, a_1, A1, a__1 = 1, 2, 3, 4
print(a1, a_1, A1, a__1)
local tuple = (function(...) return ... end)(1, 2)
print(tuple)
local nil_ = nil
print(nil_, rawequal(nil_, None))
string.None = "x"
print(("s").None, string.None)
string.None = nil
