-- Shows library functions that are replaced, shadowed, wrapped and restored while compiled code calls them.
local function use()
  return math.floor(3.7), ("x"):upper(), string.format("%d", 5), tostring(1), type(1), #table.pack(1, 2), select("#",
    1, 2)
end
print(use())
local floor = math.floor
math.floor = function(x) return floor(x) * 100 end
print(use())
math.floor = floor
local original = string.upper
string.upper = function(s) return "[" .. original(s) .. "]" end
print(use())
string.upper = original
local tostring_, type_ = tostring, type
tostring = function(v) return "T" .. tostring_(v) end
type = function() return "thing" end
print(use())
tostring, type = tostring_, type_
do
  local math = {floor = function() return "local math" end}
  print(math.floor(1.5))
  local print = function(...) io.write("own: ", ..., "\n") end
  print("a", "b")
  local string = setmetatable({}, {__index = string})
  print(string.rep("z", 3), string.nothing == nil and "nil")
end
local env = setmetatable({floor = 1}, {__index = _G})
print(load("math = {floor = function() return 'in env' end} return math.floor(1.5), _G.math.floor(1.5)", "c", "t",
  env)())
local calls = 0
local ipairs_ = ipairs
ipairs = function(t) calls = calls + 1 return ipairs_(t) end
for _ in ipairs{1, 2} do end
for i, v in ipairs{"a"} do io.write(i, v, " ") end
ipairs = ipairs_
print(calls)
local pairs_ = pairs
pairs = function(t) return function(_, k) if not k then return "only", t end end, t end
for k, v in pairs{1, 2} do print(k, #v) end
pairs = pairs_
table.insert(package.loaded, "x")
print(package.loaded[1])
package.loaded[1] = nil
local insert = table.insert
table.insert = function(t, v) insert(t, "<" .. v .. ">") end
local t = {}
table.insert(t, "a")
t[#t + 1] = "b"
print(t[1], t[2])
table.insert = insert
table.unpack, unpack = nil, table.unpack
print(pcall(function() return table.unpack{1} end))
print(unpack{1, 2})
table.unpack, unpack = unpack, nil
local keep = print
print = nil
io.write(tostring(print), "\n")
print = keep
print("back")
