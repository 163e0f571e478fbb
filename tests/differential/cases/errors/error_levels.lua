-- Shows the position added to string messages by level.
local function f(level) error("msg", level) end
local function g(level) f(level) end
local function h(level)
  g(level)
end
print(pcall(f, 1))
print(pcall(f, 2))
print(pcall(g, 1))
print(pcall(g, 2))
print(pcall(h, 0))
print(pcall(h, 3))
print(pcall(h, 4))
print(pcall(h, 50))
print(pcall(function() error("default") end))
print(pcall(function() error("zero", 0) end))
print(pcall(function() error({}, 1) end) == false)
print(pcall(function() error(12, 1) end))
print(pcall(function() error("neg", -1) end))
