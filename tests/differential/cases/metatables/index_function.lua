-- Shows __index with functions: keys of all types, results cached, nil results.
local calls = 0
local t = setmetatable({present = 1}, {__index = function(self, k)
  calls = calls + 1
  if k == "cached" then rawset(self, k, "stored") return "first" end
  return type(k) .. ":" .. tostring(k)
end})
print(t.present, t.absent, t[1], t[1.0], t[2.5], t[true], t["a b"], t[nil])
print(t.cached, t.cached, calls)
local u = setmetatable({}, {__index = function() end})
print(u.x, u[1], select("#", u.x))
local defaults = setmetatable({}, {__index = function(_, k) return k .. "?" end})
local v = setmetatable({}, {__index = defaults})
print(v.name, rawget(defaults, "name"))
