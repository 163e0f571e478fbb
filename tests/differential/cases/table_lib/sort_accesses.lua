-- Shows which elements table.sort reads and writes, in which order, when metamethods can tell.
local function proxy(t)
  local log = {}
  return setmetatable({}, {
    __index = function(_, k) log[#log + 1] = "get " .. k return t[k] end,
    __newindex = function(_, k, v) log[#log + 1] = "set " .. k .. " " .. tostring(v) t[k] = v end,
    __len = function() log[#log + 1] = "length" return #t end,
  }), log
end
local lists = {{}, {1}, {1, 2}, {2, 1}, {3, 1, 2}, {1, 2, 3, 4, 5}, {5, 4, 3, 2, 1}, {2, 9, 1, 7, 7, 3, 0, 8, 7}}
for _, list in ipairs(lists) do
  local upwards, log = proxy({table.unpack(list)})
  table.sort(upwards)
  print(table.concat(log, ", "))
  local target = {table.unpack(list)}
  local downwards, log = proxy(target)
  table.sort(downwards, function(a, b) return a > b end)
  print(table.concat(log, ", "), table.concat(target, " "))
end
local target = {3, 2, 1}
local failing, log = proxy(target)
print(pcall(table.sort, failing, function(a, b) if #log > 4 then error("enough", 0) end return a < b end))
print(table.concat(log, ", "), table.concat(target, " "))
print(pcall(table.sort, setmetatable({}, {__len = function() return 3 end})))
print(pcall(table.sort, setmetatable({3, 2, 1}, {__newindex = error}), function() error("e", 0) end))
