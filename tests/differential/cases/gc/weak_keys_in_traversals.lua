-- Shows that keys where next stands do not stay in a weak table.
local w = setmetatable({}, {__mode = "k"})
w[{}] = 1 w[{}] = 2
print(next(w) ~= nil)
collectgarbage()
print(next(w))
for i = 1, 5 do w[{}] = i end
for k, v in next, w do break end
do local k = next(w) k = next(w, k) end
collectgarbage()
print(next(w))
local keep = {}
for i = 1, 5 do keep[i] = {} w[keep[i]] = i end
local seen = 0
local k = next(w)
while k do
  seen = seen + 1
  w[k] = nil
  for i = 1, 5 do if keep[i] == k then keep[i] = nil end end
  collectgarbage()
  k = next(w, k)
end
print(seen, next(w))
local v = setmetatable({}, {__mode = "v"})
for i = 1, 4 do v["k" .. i] = {} end
local names = {}
for k in pairs(v) do collectgarbage() names[#names + 1] = k end
print(#names <= 4, next(v))
