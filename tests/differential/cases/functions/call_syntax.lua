-- Shows calls with string and table arguments and chained calls.
local function f(x) return function(y) return (type(x) == "table" and x[1] or x) .. y end end
print(f "a" "b", f {"t"} "u", f [[long]] 'short', f("x")("y"))
local o = {m = function(self, x) return {v = x, m = self.m} end}
print(o:m "s".v, o:m {1}.v[1], o:m(1):m(2):m "three".v)
print(("%s %s"):format("a", "b"), #"abc", type {})
local t = {f, {f}}
print(t[1] "p" "q", t[2][1] "r" "s", (f)("v")("w"))
print(type(f"x"), type(f{"x"}"y"))
