-- Shows that constructors, closures and default values are fresh at each call.
local function f(t) t = t or {} t[#t + 1] = #t return t end
print(#f(), #f(), #f(f()))
local function g() local cache = {} return function(k) cache[k] = (cache[k] or 0) + 1 return cache[k] end end
local a, b = g(), g()
print(a "x", a "x", b "x")
local row = {0, 0}
local grid = {row, row}
grid[1][1] = 5
print(grid[2][1], grid[1] == grid[2])
local fresh = {}
for i = 1, 2 do fresh[i] = {0, 0} end
fresh[1][1] = 5
print(fresh[2][1])
local s1, s2 = "abc", "abc"
s1 = s1 .. "d"
print(s1, s2)
