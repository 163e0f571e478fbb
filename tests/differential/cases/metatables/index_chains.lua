-- Shows long and looping chains of __index and __newindex, through tables, functions and other values.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local base = {x = "base"}
local level = base
for i = 1, 100 do level = setmetatable({}, {__index = level}) end
print(level.x, level.y)
local loop = {}
setmetatable(loop, {__index = loop})
print(pcall(function() return loop.x end))
local a, b = {}, {}
setmetatable(a, {__index = b, __newindex = b})
setmetatable(b, {__index = a, __newindex = a})
print(pcall(function() return a.x end))
print(pcall(function() a.x = 1 end))
local t = setmetatable({}, {__index = "text"})
print(t.len, pcall(function() return t.nothing end))
t = setmetatable({}, {__index = 5})
print(pcall(function() return t.x end))
t = setmetatable({}, {__newindex = 5})
print(pcall(function() t.x = 1 end))
t = setmetatable({}, {__newindex = "text"})
print(pcall(function() t.x = 1 end))
local log = {}
t = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) log[#log + 1] = k end})
t.a = 1
t.a = 5
t.b = 2
print(t.a, t.b, table.concat(log, ","))
t = setmetatable({}, {__index = function(t, k, extra) return k, "dropped" end})
print(t.x, (t.y), select("#", t.z))
print(rawget(t, "x"), rawequal(t, t), rawlen({1, 2}), rawlen("abc"), pcall(rawlen, 5), pcall(rawget, 5, 1),
  pcall(rawset, {}, nil, 1))
t = setmetatable({}, {__index = setmetatable({}, {__call = function(self, t, k) return "called " .. tostring(k) end})})
print(t.x)
local proxy = setmetatable({}, {__index = function(_, k) return function(self, v) return k, self == _ , v end end})
print(proxy:method(3))
print(pcall(function() local n = nil; return n.x.y end))
print(pcall(function() return base.q.r end))
print(pcall(function() base.q.r = 1 end))
print(pcall(function() return ("x").y.z end))
print(pcall(function() base[nil] = 1 end))
print(pcall(function() base[0/0] = 1 end))
print(base[nil], base[0/0])
