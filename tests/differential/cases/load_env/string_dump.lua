-- Shows string.dump: varargs, fresh upvalues set with debug.setupvalue, stripped functions.
local function f(a, b) return a * b, "dumped" end
local g = load(string.dump(f))
print(g(6, 7), type(string.dump(f)), g ~= f)
local up = 10
local function h() return up end
local h2 = load(string.dump(h))
print(h2() == _G)
print(debug.setupvalue(h2, 1, 99), h2(), h())
local function rec(...)
  local n = select("#", ...)
  local t = {}
  for i = 1, n do t[i] = (select(i, ...)) end
  return n, table.concat(t, ",")
end
print(load(string.dump(load("return ...")))(1, 2, nil))
print(load(string.dump(load("x = 5 return x")), "n", "b", {})())
print(x)
print(pcall(string.dump, print)) print(pcall(string.dump)) print(pcall(string.dump, "x"))
print(load(string.dump(function() for i = 1, 3 do local s = i end return (function() return "inner" end)() end, true))())
print(load(string.dump(load("local a = 1; local function in_() return a end; return in_() + 1")))())
