-- One class of lists for elements of many kinds: methods are told apart by the list, and find what is in it.
local List = {}
List.__index = List
function List.new() return setmetatable({ items = {}, size = 0 }, List) end
function List:add(item) self.size = self.size + 1 self.items[self.size] = item return self end
function List:get(i) return self.items[i] end
function List:each(f) for i = 1, self.size do f(self.items[i]) end end
function List:map(f)
  local result = List.new()
  self:each(function(item) result:add(f(item)) end)
  return result
end
function List:last() return self.items[self.size] end
function List:pop()
  local item = self.items[self.size]
  self.items[self.size] = nil
  if self.size > 0 then self.size = self.size - 1 end
  return item
end
local Point = {}
Point.__index = Point
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
function Point:length() return math.sqrt(self.x * self.x + self.y * self.y) end
local Name = {}
Name.__index = Name
function Name.new(text) return setmetatable({ text = text }, Name) end
function Name:length() return #self.text end

local points, names, numbers, mixed = List.new(), List.new(), List.new(), List.new()
points:add(Point.new(3, 4)):add(Point.new(6, 8))
names:add(Name.new("one")):add(Name.new("seven"))
numbers:add(1):add(2.5):add(3)
mixed:add(1):add("two"):add(false):add(points:get(1)):add(nil)
points:each(function(p) print(p:length(), p.x) end)
names:each(function(n) print(n:length(), n.text:upper()) end)
print(points:map(function(p) return p:length() end):last(), names:map(Name.length):get(2))
local sum = 0
numbers:each(function(n) sum = sum + n end)
print(sum, numbers:map(function(n) return n // 1 end):last())
mixed:each(function(v) print(type(v), v == false, type(v) == "table" and v:length()) end)
print(mixed:pop(), type(mixed:pop()), mixed:pop(), mixed:pop(), mixed:pop(), mixed:pop(), mixed.size)
local lists = List.new():add(points):add(names)
lists:each(function(list) list:each(function(item) print(item:length()) end) end)
print(pcall(function() return mixed:add(1):get(1):length() end))
print(pcall(function() return numbers:get(9) + 1 end))
print(pcall(function() return points:get(9).x end))
