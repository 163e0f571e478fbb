-- Fields and methods of instances where the expression may also give something that has none.
local P = {}
P.__index = P
function P.new(x) return setmetatable({ x = x, real = 1, status = "new" }, P) end
function P:get() return self.x end
function P:bit_length() return 3 end
local values = { P.new(1), 5, 2.5, true, print, coroutine.wrap(function() end), function() end, "text", false }
for i, v in ipairs(values) do
  print(i, pcall(function() return v.x end))
  print(i, pcall(function() return v.real, v.status end))
  print(i, pcall(function() return v:get() end))
  print(i, pcall(function() return v:bit_length() end))
  print(i, pcall(function() v.x = (v.x or 0) + 1 return v.x end))
  print(i, pcall(function() v.label = "set" return v.label end))
end
local mixed = { P.new("a"), 7, false }
local function read(i) return mixed[i].x end
local function write(i) mixed[i].x = i end
for i = 1, 4 do print(pcall(read, i)) print(pcall(write, i)) end
local some = { P.new("b"), function() end }
print(pcall(function() return some[2].x end))
print(pcall(function() some[2].x = 1 end))
print(some[1].x, pcall(function() return some[2]:get() end))
local number = { P.new("c"), 3 }
print(pcall(function() return number[2].real end), pcall(function() return number[2]:bit_length() end))
