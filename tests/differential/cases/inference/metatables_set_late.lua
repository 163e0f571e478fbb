-- Shows tables and values that look plain when they are made and get metatables, other kinds and other owners later.
local point = {x = 1, y = 2}
local function sum(p) return p.x + p.y end
print(sum(point))
setmetatable(point,
  {__index = function(_, k) return #k * 100 end, __newindex = function(t, k, v) rawset(t, k, v * 2) end})
point.x = nil
print(sum(point))
point.x = 5
print(sum(point), point.long_name)
local list = {}
for i = 1, 5 do list[#list + 1] = i end
setmetatable(list, {__len = function() return 2 end})
list[#list + 1] = "third"
print(#list, list[3], rawlen(list))
for i, v in ipairs(list) do io.write(i, "=", tostring(v), " ") end
print()
local counter = {n = 0}
local function bump() counter.n = counter.n + 1 return counter.n end
print(bump(), bump())
counter.n = "10"
print(bump(), math.type(counter.n))
counter.n = 0.5
print(bump())
counter.n = setmetatable({}, {__add = function() return "added" end})
print(bump())
counter = setmetatable({}, {__index = {n = 41}})
print(bump(), rawget(counter, "n"))
local function total(items) local t = 0 for _, item in ipairs(items) do t = t + item.price end return t end
print(total{{price = 1}, {price = 2}}, total{{price = 1.5}, {price = "2"}}, pcall(total, {{price = 1}, {}}))
local stack = {items = {}, size = 0}
function stack:push(v) self.size = self.size + 1 self.items[self.size] = v end
function stack:pop()
  local v = self.items[self.size]
  self.items[self.size] = nil
  self.size = self.size - 1
  return v
end
stack:push(1)
stack:push("two")
stack:push({3})
print(type(stack:pop()), stack:pop(), stack:pop(), stack.size, pcall(stack.pop, stack))
local other = {items = setmetatable({}, {__newindex = function(_, k, v) print("push", k, v) end}), size = 10.5}
stack.push(other, "x")
print(other.size)
local config = {depth = 3, name = "n"}
local alias = config
alias.depth = "deep"
print(pcall(function() return config.depth * 2 end))
config.name = 7
print(config.name + 1, ("x"):rep(config.name))
local function fill(t) t.depth = nil end
fill(config)
print(pcall(function() return config.depth + 1 end))
