-- Shows a local named _ENV governing free names.
local print = print
do
  local _ENV = {a = 1}
  a = a + 1
  b = "new"
  print(a, b, _ENV.b, c)
end
print(a, b)
local function f(_ENV) return x end
print(f({x = "param"}), f(_G))
local function g() local _ENV <const> = {y = 2}; return y end
print(g(), y)
local _ENV = {print = print, q = "late"}
print(q, tostring)
print(_ENV.print == print)
