-- Sets with operators: + union, * intersection, - difference, ^ symmetric difference, .. product, <= subset.
local Set = {}
Set.__name = "set"
Set.__index = Set

local NIL = {}

function Set.new(items)
  local set = setmetatable({ members = {}, n = 0 }, Set)
  for _, item in ipairs(items or {}) do set:add(item) end
  return set
end

local function check(a, b, operator)
  for i, value in ipairs { a, b } do
    if getmetatable(value) ~= Set then
      error(("attempt to use '%s' on a set and a %s"):format(operator, type(value)), 3)
    end
  end
end

function Set:add(item)
  if item ~= item then error("NaN cannot be a member", 2) end
  if not self.members[item] then
    self.members[item] = true
    self.n = self.n + 1
  end
  return self
end

function Set:remove(item)
  if self.members[item] then
    self.members[item] = nil
    self.n = self.n - 1
  end
  return self
end

function Set:has(item) return self.members[item] == true end
Set.__call = Set.has

function Set:list()
  local out = {}
  for item in pairs(self.members) do out[#out + 1] = item end
  table.sort(out, function(a, b)
    local x, y = type(a), type(b)
    if x ~= y then return x < y end
    if x == "number" or x == "string" then return a < b end
    return tostring(a) < tostring(b)
  end)
  return out
end

function Set.__add(a, b)
  check(a, b, "+")
  local out = Set.new()
  for _, set in ipairs { a, b } do for item in pairs(set.members) do out:add(item) end end
  return out
end
function Set.__mul(a, b)
  check(a, b, "*")
  local out = Set.new()
  for item in pairs(a.members) do if b(item) then out:add(item) end end
  return out
end
function Set.__sub(a, b)
  check(a, b, "-")
  local out = Set.new()
  for item in pairs(a.members) do if not b:has(item) then out:add(item) end end
  return out
end
Set.__pow = function(a, b) return (a - b) + (b - a) end
Set.__concat = function(a, b)
  check(a, b, "..")
  local out = Set.new()
  for _, x in ipairs(a:list()) do for _, y in ipairs(b:list()) do out:add(tostring(x) .. tostring(y)) end end
  return out
end
Set.__le = function(a, b)
  check(a, b, "<=")
  for item in pairs(a.members) do if not b(item) then return false end end
  return true
end
Set.__lt = function(a, b) return a <= b and a.n < b.n end
Set.__eq = function(a, b) return a.n == b.n and a <= b end
Set.__len = function(self) return self.n end
Set.__unm = function() error("a set has no opposite", 2) end
Set.__pairs = function(self)
  local list, i = self:list(), 0
  return function()
    i = i + 1
    if list[i] ~= nil then return list[i], i end
  end
end
Set.__tostring = function(self)
  local out = {}
  for item in pairs(self) do out[#out + 1] = tostring(item) end
  return "{" .. table.concat(out, ", ") .. "}"
end

return setmetatable(Set, { __call = function(class, items) return class.new(items) end })
