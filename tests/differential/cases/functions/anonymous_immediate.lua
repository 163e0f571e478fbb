-- Shows function expressions called at once and passed around.
print((function() return "called" end)())
print((function(...) return select("#", ...) end)(1, nil, nil))
local compose = function(f, g) return function(...) return f(g(...)) end end
local inc, dbl = function(x) return x + 1 end, function(x) return x * 2 end
print(compose(inc, dbl)(5), compose(dbl, inc)(5), compose(compose(inc, inc), dbl)(1))
local map = function(t, f) local r = {} for i, v in ipairs(t) do r[i] = f(v, i) end return r end
print(table.concat(map({1, 2, 3}, function(v, i) return v * i end), " "))
local ycomb = function(f)
  return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end)
end
print(ycomb(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)(6))
