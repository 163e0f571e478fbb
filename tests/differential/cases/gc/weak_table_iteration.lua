-- Shows collecting while weak tables are traversed and lengths after collections.
local w = setmetatable({}, {__mode = "v"})
for i = 1, 10 do w[i] = {i} end
local keep = {w[2], w[4]}
collectgarbage()
collectgarbage()
local left = {}
for k, v in pairs(w) do left[#left + 1] = k .. ":" .. v[1] end
table.sort(left)
print(table.concat(left, " "))
local s = setmetatable({}, {__mode = "kv"})
s[1] = "string"
s.f = print
s[keep] = keep
s[{}] = 1
collectgarbage()
print(s[1], s.f == print, s[keep] == keep)
local n = 0
for _ in pairs(s) do n = n + 1 end
print(n)
