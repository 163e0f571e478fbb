-- Functions of the library are replaced for all code, and variables that held them keep them.
local function show(x)
  print(tostring(x), type(x), string.format("%d", x))
  for k, v in pairs { 1 } do print(k, v) end
  for i, v in ipairs { 5 } do print(i, v) end
end
show(1)
local old, pairs_before, format_before = print, pairs, string.format
print = function(...) old("P", ...) end
show(2)
tostring = function() return "T" end
type = function() return "my" end
show(3)
pairs = function(t) old("pairs") return pairs_before(t) end
string.format = function(...) return "F" .. format_before(...) end
show(4)
print = old
show(5)

-- Whole libraries are replaced by tables that have the rest from the library.
string.format = format_before
local string_before, table_before = string, table
string = setmetatable({ rep = function() return "four" end }, { __index = string })
local function use() return string.rep("x", 3), string.upper("a"), ("x"):rep(2), string.format("%d", 3) end
print(use())
string_before.upper = function() return "UP" end
string_before.rep = function() return "never" end
print(use())
table = setmetatable({}, { __index = function(_, name) return function(...) return name .. table_before[name](...) end end })
print(table.concat({ 1, 2 }, "-"))
print(pcall(function() return math.nothing end), math.floor(2.5))
local loop = {}
loop.__index = loop
math = setmetatable(loop, loop)
print(pcall(function() return math.floor(2.5) end))
math = nil
print(pcall(function() return math.floor(2.5) end))
