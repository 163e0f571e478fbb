-- Shows functions defined on paths, with self shadowed, replaced and called in every way.
local a = {b = {c = {v = 1}}}
function a.b.c:get(n) return self.v + (n or 0) end
function a.b.c.static(n) return n * 2 end
a.b.c.arrow = function(self, n) return self:get(n) * 10 end
print(a.b.c:get(), a.b.c.get(a.b.c, 5), a.b.c.static(4), a.b.c:arrow(1))
local c = a.b.c
function c:get(n) local self = {v = 100} return self.v + (n or 0) end
print(a.b.c:get(1), c.get(nil, 2))
function c:chain() return self end
print(c:chain():chain():get(3), c:chain().v, (c:chain()).v)
function c:varargs(...) return select("#", ...), self == c, ... end
print(c:varargs(nil, nil)) print(c.varargs(1, 2)) print((c:varargs(1)))
local name = "get"
print(c[name](c), c["get"](c, 1), ({get = function() return "literal" end}):get(), ("%d"):rep(2):format(1, 2))
function c:closure() return function() self.v = self.v + 1 return self.v end end
local f = c:closure() print(f(), f(), c.v)
function a.b.c.f2() return debug.getinfo(1, "n").name end print((a.b.c.f2()))
