-- Shows set operations with tables as sets.
local Set = {}
Set.__index = Set
local function new(l) local s = setmetatable({}, Set) for _, v in ipairs(l) do s[v] = true end return s end
local function list(s)
  local l = {}
  for k in pairs(s) do l[#l + 1] = k end
  table.sort(l)
  return "{" .. table.concat(l, ",") .. "}"
end
Set.__add = function(a, b)
  local r = new {}
  for k in pairs(a) do r[k] = true end
  for k in pairs(b) do r[k] = true end
  return r
end
Set.__mul = function(a, b) local r = new {} for k in pairs(a) do r[k] = b[k] end return r end
Set.__sub = function(a, b) local r = new {} for k in pairs(a) do if not b[k] then r[k] = true end end return r end
Set.__le = function(a, b) for k in pairs(a) do if not b[k] then return false end end return true end
Set.__lt = function(a, b) return a <= b and not (b <= a) end
Set.__eq = function(a, b) return a <= b and b <= a end
Set.__tostring = list
Set.__len = function(s) local n = 0 for _ in pairs(s) do n = n + 1 end return n end
local a, b = new {1, 2, 3}, new {2, 3, 4}
print(tostring(a + b), tostring(a * b), tostring(a - b), a <= b, a * b <= a, a * b < a, a == new {3, 2, 1}, a ~= b, #(a + b))
