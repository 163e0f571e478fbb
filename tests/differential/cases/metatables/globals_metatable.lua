-- Shows setmetatable(_G) with __index and __newindex: strict mode and autoload.
local declared = {}
setmetatable(_G, {
  __newindex = function(t, k, v) declared[#declared + 1] = k; rawset(t, k, v) end,
  __index = function(_, k)
    if k == "auto" then return "autoloaded" end
    error("undeclared variable '" .. k .. "'", 2)
  end})
a = 1
a = 2
function b() return auto end
print(a, b(), table.concat(declared, ","))
print(pcall(function() return missing end))
print(pcall(function() missing() end))
c = nil
print(table.concat(declared, ","), rawget(_G, "c"))
setmetatable(_G, nil)
print(missing)
