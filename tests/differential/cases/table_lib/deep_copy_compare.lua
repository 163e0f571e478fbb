-- Shows deep copies with cycles and metatables, and deep comparison.
local function copy(v, seen)
  if type(v) ~= "table" then return v end
  seen = seen or {}
  if seen[v] then return seen[v] end
  local r = {}
  seen[v] = r
  for k, x in next, v do r[copy(k, seen)] = copy(x, seen) end
  return setmetatable(r, getmetatable(v))
end
local function equal(a, b)
  if a == b then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  for k, v in pairs(a) do if not equal(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end
local a = {1, {2, 3}, x = {y = {z = "deep"}}}
a.self = a
local c = copy(a)
print(c ~= a, c.self == c, c.x.y.z, c[2][1], c[2] ~= a[2])
a.self, c.self = nil, nil
print(equal(a, c), equal({1, 2}, {1, 2}), equal({1, 2}, {1, 3}), equal({a = 1}, {a = 1, b = 2}), equal({}, {}))
