-- Shows __index and __newindex on paths of nested fields, compound updates included.
local log = {}
local function obj(name)
  return setmetatable({}, {__index = function(_, k) log[#log + 1] = name .. "<" .. k; return obj(name .. "." .. k) end,
  __newindex = function(_, k, v)
    log[#log + 1] = name .. ">" .. k .. "=" .. tostring(v)
  end, __add = function()
    return "sum"
  end}) end
local o = obj "o"
o.a.b.c = 5
o.n = o.n + 1
o[1] = o[2]  and "yes"
print(table.concat(log, " "))
function o.f() end
print(log[#log]:sub(1, 14))
function o.g:m() end
print(log[#log - 0]:sub(1, 14))
