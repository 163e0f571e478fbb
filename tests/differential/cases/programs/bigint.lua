-- Shows big integers: factorials, powers and fibonacci with hundreds of digits.
local B = {}
B.__index = B
local BASE = 10000000
local function norm(t) while #t > 1 and t[#t] == 0 do t[#t] = nil end return setmetatable(t, B) end
local function big(n) local t = {} repeat t[#t + 1] = n % BASE n = n // BASE until n == 0 return setmetatable(t, B) end
B.__add = function(a, b)
  local r, c = {}, 0
  for i = 1, math.max(#a, #b) do local s = (a[i] or 0) + (b[i] or 0) + c r[i] = s % BASE c = s // BASE end
  if c > 0 then r[#r + 1] = c end
  return norm(r)
end
B.__mul = function(a, b)
  if type(b) == "number" then b = big(b)
  end
  local r = {}
  for i = 1, #a + #b do r[i] = 0
  end
  for i = 1, #a do
    local c = 0
    for j = 1, #b do local s = r[i + j - 1] + a[i] * b[j] + c r[i + j - 1] = s % BASE c = s // BASE end
    r[i + #b] = r[i + #b] + c
  end
  return norm(r)
end
B.__tostring = function(a)
  local t = {tostring(a[#a])}
  for i = #a - 1, 1, -1 do t[#t + 1] = ("%07d"):format(a[i]) end
  return table.concat(t)
end
B.__eq = function(a, b) return tostring(a) == tostring(b) end
local f = big(1)
for i = 2, 60 do f = f * i end
print(tostring(f))
local p = big(1)
for i = 1, 200 do p = p * 2 end
print(tostring(p))
local a, b = big(0), big(1)
for i = 1, 300 do a, b = b, a + b end
print(tostring(a), a == b)
