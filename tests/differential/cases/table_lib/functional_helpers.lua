-- Shows map, filter, reduce, zip, reverse, range, flatten, uniq.
local function map(t, f) local r = {} for i, v in ipairs(t) do r[i] = f(v) end return r end
local function filter(t, f) local r = {} for _, v in ipairs(t) do if f(v) then r[#r + 1] = v end end return r end
local function reduce(t, f, a) for _, v in ipairs(t) do a = f(a, v) end return a end
local function range(a, b, s) local r = {} for i = a, b, s or 1 do r[#r + 1] = i end return r end
local function flatten(t, r)
  r = r or {}
  for _, v in ipairs(t) do if type(v) == "table" then flatten(v, r) else r[#r + 1] = v end end
  return r
end
local function uniq(t) local s = {} return filter(t, function(v) local new = not s[v] s[v] = true return new end) end
local function reverse(t) local r = {} for i = #t, 1, -1 do r[#r + 1] = t[i] end return r end
print(table.concat(map(range(1, 5), function(x) return x * x end), " "), table.concat(filter(range(1, 10), function(x) return x % 3 == 0 end), " "), reduce(range(1, 10), function(a, b) return a + b end, 0), reduce({"a", "b"}, function(a, b) return a .. b end, ""))
print(table.concat(flatten {1, {2, {3, {4}}, 5}, {}}, " "), table.concat(uniq {1, 2, 1, 3, 2}, " "), table.concat(reverse {1, 2, 3}, " "), table.concat(range(10, 1, -3), " "))
