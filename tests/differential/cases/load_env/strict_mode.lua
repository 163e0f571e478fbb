-- Shows strict global checking with declared names and main-chunk assignment.
local declared = {}
local mt = {}
mt.__newindex = function(t, n, v)
  if not declared[n] then
    local w = debug.getinfo(2, "S").what
    if w ~= "main" and w ~= "C" then error("assign to undeclared variable '" .. n .. "'", 2) end
    declared[n] = true
  end
  rawset(t, n, v)
end
mt.__index = function(_, n)
  if not declared[n] then error("variable '" .. n .. "' is not declared", 2) end
  return rawget(_, n)
end
setmetatable(_G, mt)
mainvar = 1
print(mainvar)
print(pcall(function() other = 1 end))
print(pcall(function() return undeclared end))
rawset(_G, "raw", "r")
print(raw)
mainvar = nil
print(pcall(function() return mainvar end))
local function f() mainvar = "assigned" return mainvar end
print(pcall(f))
