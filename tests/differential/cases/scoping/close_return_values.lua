-- Shows that return values are evaluated before variables are closed.
local log = {}
local function res(f) return setmetatable({}, {__close = f}) end
local function f()
  local x = 1
  local r <close> = res(function() x = 100; log[#log + 1] = "closed" end)
  return x, (function() log[#log + 1] = "evaluated" return x end)()
end
print(f())
print(table.concat(log, " "))
local function g()
  local t = {v = 1}
  local r <close> = res(function() t.v = 2 end)
  return t, t.v
end
local t, v = g()
print(t.v, v)
local function h(...) local r <close> = res(function() end) return ... end
print(h(1, nil, 3, nil))
print(select("#", h()))
