-- Shows __call with arguments, results, methods, and as an argument to library functions.
local f = setmetatable({n = 0}, {__call = function(self, ...) self.n = self.n + 1; return self.n, select("#", ...), ... end})
print(f()) print(f(1)) print(f("a", nil)) print((f(1, 2)))
local o = {m = f, [1] = f}
print(o.m("x")) print(select("#", o:m("y")), select(3, o:m("y")) == o) print(o[1]())
print(pcall(f, 1)) print(select(2, pcall(f)))
print(table.concat({("abc"):gsub("%w", setmetatable({}, {__index = function(_, k) return k:upper() end}))}, " "))
for a, b in setmetatable({}, {__call = function(_, s, c) if (c or 0) < 2 then return (c or 0) + 1, "v" end end}) do
  print(a, b)
end
local t = {3, 1, 2}
print(pcall(table.sort, t, setmetatable({}, {__call = function(_, a, b) return a > b end})))
print(type(f), f.n)
print(xpcall(f, print, 1, 2))
local co = coroutine.wrap(function(...) return f(...) end)
print(co(9))
