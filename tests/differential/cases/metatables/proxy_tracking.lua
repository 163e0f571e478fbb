-- Shows a proxy that logs reads and writes.
local log = {}
local function track(t)
  return setmetatable({}, {
    __index = function(_, k)
      log[#log + 1] = "get " .. tostring(k); local v = t[k]; return type(v) == "table" and track(v) or v
    end,
    __newindex = function(_, k, v) log[#log + 1] = "set " .. tostring(k); t[k] = v end,
    __len = function() log[#log + 1] = "len"; return #t end,
    __pairs = function() log[#log + 1] = "pairs"; return next, t, nil end})
end
local data = {a = {b = {1, 2, 3}}}
local p = track(data)
p.a.b[2] = p.a.b[1] + #p.a.b
p.new = "n"
for k in pairs(p.a.b) do end
print(data.a.b[2], data.new)
print(table.concat(log, "; "))
