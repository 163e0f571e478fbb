-- Shows fields and methods whose names are keywords elsewhere.
local o = {class = "c", def = 1, import = {from = "f"}, is = true, lambda = function(x) return x end, None = "none", True = "true"}
function o:pass(x) return self.class .. x end
function o.raise(...) return select("#", ...) end
function o:try() return self:pass("!"), self.import.from end
o.with, o.as, o["yield"], o.async, o.await = 1, 2, 3, 4, 5
print(o.class, o.def, o.import.from, o.is, o.lambda(5), o.None, o.True, o:pass "p", o.raise(1, 2), o:try())
print(o.with, o.as, o.yield, o.async, o.await, o.del, o.global)
local function f(class, def, import) return class, def, import end
print(f(1, 2, 3))
for lambda, yield in pairs({9}) do print(lambda, yield) end
local nonlocal = 1
local function g() nonlocal = nonlocal + 1 return nonlocal end
print(g(), g(), nonlocal)
