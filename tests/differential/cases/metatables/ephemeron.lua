-- Shows ephemerons: weak keys whose values refer to the key.
local e = setmetatable({}, {__mode = "k"})
local function count() local n = 0 for _ in pairs(e) do n = n + 1 end return n end
do
  local a = {}
  e[a] = {ref = a}
  local b = {}
  e[b] = function() return b end
end
collectgarbage() collectgarbage()
print(count())
local k = {}
e[k] = {k}
collectgarbage()
print(count(), e[k][1] == k)
