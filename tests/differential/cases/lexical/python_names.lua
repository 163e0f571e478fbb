-- Shows that names which mean something to other languages are plain names.
function print_all(...) print(...) end
function len(x) return "len of " .. tostring(x) end
list, dict, str, int, float, object, type_ = 1, 2, 3, 4, 5, 6, 7
print_all(len(3), list, dict, str, int, float, object, type_)
local range, map, filter, tuple, set, id, open, exec, eval, del, global, nonlocal = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
print_all(range, map, filter, tuple, set, id, open, exec, eval, del, global, nonlocal)
local function raise(except, with, try, finally, assert_, from, as, class)
  return except, with, try, finally, from, as, class
end
print_all(raise(1, 2, 3, 4, 5, 6, 7, 8))
local o = {__class__ = 1, __init__ = 2, __dict__ = 3, keys = 4, items = 5, get = 6, pop = 7, update = 8, metatable = 9, copy = 10}
print(o.__class__, o.__init__, o.__dict__, o.keys, o.items, o.get, o.pop, o.update, o.metatable, o.copy)
print(o.values, o.clear, o.setdefault, o.__len__, o.fromkeys)
