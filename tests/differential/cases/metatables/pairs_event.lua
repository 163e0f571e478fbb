-- Shows __pairs giving iterator, state and control to generic for.
local t = setmetatable({1, 2}, {__pairs = function(self) local n = 3 return function(s, k) n = n - 1; if n > 0 then return n, s end end, "state", nil, "extra" end})
for k, v in pairs(t) do print(k, v) end
print(select("#", pairs(t)))
print(pairs(setmetatable({}, {__pairs = function() return 1 end})))
print(pairs(setmetatable({}, {__pairs = function() end})))
local sorted = setmetatable({b = 2, a = 1, c = 3}, {__pairs = function(self)
  local keys = {}
  for k in next, self do keys[#keys + 1] = k end
  table.sort(keys)
  local i = 0
  return function() i = i + 1; if keys[i] then return keys[i], self[keys[i]] end end
end})
for k, v in pairs(sorted) do io.write(k, v, " ") end print()
local proxy = setmetatable({}, {__index = {10, 20, 30}})
for i, v in ipairs(proxy) do io.write(i, ":", v, " ") end print()
for k in pairs(proxy) do print "never" end
print(pcall(pairs, setmetatable({}, {__pairs = function() error("p", 0) end})))
print(pcall(pairs, setmetatable({}, {__pairs = 1})))
