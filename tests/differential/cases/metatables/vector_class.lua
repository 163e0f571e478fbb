-- Shows a vector class with operators on vectors and numbers.
local V = {}
V.__index = function(v, k) local i = ({x = 1, y = 2, z = 3})[k]; if i then return rawget(v, i) end return V[k] end
local function vec(...) return setmetatable({...}, V) end
local function zip(a, b, f) local r = {} for i = 1, #a do r[i] = f(a[i], b[i]) end return vec(table.unpack(r)) end
V.__add = function(a, b) return zip(a, b, function(x, y) return x + y end) end
V.__mul = function(a, b)
  if type(a) == "number" then a, b = b, a end
  if type(b) == "number" then local r = {} for i = 1, #a do r[i] = a[i] * b end return vec(table.unpack(r)) end
  local s = 0 for i = 1, #a do s = s + a[i] * b[i] end return s
end
V.__unm = function(a) return a * -1 end
V.__sub = function(a, b) return a + -b end
V.__eq = function(a, b) for i = 1, math.max(#a, #b) do if a[i] ~= b[i] then return false end end return true end
V.__tostring = function(a) return "<" .. table.concat(a, " ") .. ">" end
function V:len() return (self * self) ^ 0.5 end
local a, b = vec(1, 2, 3), vec(4, 5, 6)
print(tostring(a + b), tostring(a - b), a * b, tostring(2 * a), tostring(a * 2.5), tostring(-a), a == vec(1, 2, 3), vec(3, 4):len(), a.x, a.z)
