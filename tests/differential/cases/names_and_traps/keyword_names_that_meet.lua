-- Shows names that could collide after renaming: with and without underscores, same letters.
local class, class_, class__, _class = 1, 2, 3, 4
print(class, class_, class__, _class)
local is_, is = "a", "b"
print(is_, is)
local x, x_, x_1, x1, x__1 = 1, 2, 3, 4, 5
do
  local x, x_ = 6, 7
  local function f() local x = x + x_; return x, x_1, x1, x__1 end
  print(f())
end
print(x, x_)
local print_, str, str_ = print, "str", "str_"
print_(str, str_)
local a, b = 1, 2
local function swap(a, b) local a, b = b, a return a, b end
print(swap(a, b))
local f_1, f1 = function() return 1 end, function() return 2 end
print(f_1(), f1())
local None, none, NONE, nil_, nil__ = 1, 2, 3, 4, 5
print(None, none, NONE, nil_, nil__)
