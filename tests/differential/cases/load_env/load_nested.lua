-- Shows load inside loaded chunks, quines of code, generated functions.
print(load("return load('return load(\"return 42\")()')()")())
local ops = {}
for name, op in pairs {add = "+", sub = "-", mul = "*", idiv = "//", lt = "<", cat = ".."} do ops[name] = load("local a, b = ... return a " .. op .. " b")
end
print(ops.add(1, 2), ops.sub(5, 3), ops.mul(4, 5), ops.idiv(7, 2), ops.lt(1, 2), ops.cat("a", "b"))
local unrolled = {"local x = ... local s = 0 "}
for i = 1, 10 do unrolled[#unrolled + 1] = "s = s + x * " .. i .. " " end
unrolled[#unrolled + 1] = "return s"
print(load(table.concat(unrolled))(2))
local expr = load("return function(x) return x^2 + 1 end")()
print(expr(3))
local s = "s = %q print(s:format(s):len())" load(s:format(s))()
