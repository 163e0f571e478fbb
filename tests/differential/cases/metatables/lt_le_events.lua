-- Shows __lt and __le, operand order for > and >=, results made boolean.
local log = {}
local mt = {__lt = function(a, b) log[#log + 1] = "lt " .. a.n .. b.n; return a.n < b.n end,
  __le = function(a, b) log[#log + 1] = "le " .. a.n .. b.n; return a.n <= b.n end}
local a, b = setmetatable({n = 1}, mt), setmetatable({n = 2}, mt)
print(a < b, a > b, a <= b, a >= b, not (a < b))
print(table.concat(log, ", "))
local weird = setmetatable({}, {__lt = function(x, y) return type(x) .. type(y) end, __le = function() return nil end})
print(weird < 1, 1 < weird, weird > 1, weird <= 1, 1 >= weird, "s" < weird, weird < {}, {} > weird)
print(pcall(function() return setmetatable({}, {__lt = function() return true end}) <= 1 end))
print(pcall(function() return {} < a end))
print(pcall(function() return a < nil end))
local t = {}
for i = 5, 1, -1 do t[#t + 1] = setmetatable({n = i}, {__lt = function(x, y) return x.n < y.n end}) end
table.sort(t)
for _, o in ipairs(t) do io.write(o.n, " ") end print()
