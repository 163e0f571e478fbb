-- Shows __tostring, __name, __metatable, __pairs and __len with unusual values.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local function try(mt, f, ...) print(pcall(f or tostring, setmetatable({}, mt), ...)) end
try({__tostring = function() return "text" end})
try({__tostring = function() return 5 end})
try({__tostring = function() return nil end})
try({__tostring = function() error("in tostring", 0) end})
try({__tostring = function() return "a", "b" end})
try({__tostring = 5})
try({__tostring = setmetatable({}, {__call = function() return "by call" end})})
print((tostring(setmetatable({}, {__name = "Named"})):gsub("0x%x+", "ADDR")),
  (tostring(setmetatable({}, {__name = 5})):gsub("0x%x+", "ADDR")))
try({__metatable = "locked"}, getmetatable)
try({__metatable = false}, getmetatable)
try({__metatable = "locked"}, setmetatable, {})
try({__metatable = nil}, setmetatable, nil)
try({}, setmetatable, 5)
print(pcall(setmetatable, 5, {}))
print(pcall(setmetatable, {}))
print(getmetatable("x").__index == string, getmetatable("x").__name, getmetatable(5), getmetatable(nil),
  pcall(getmetatable))
try({__len = function() return "5" end}, function(t) return #t end)
try({__len = function() return nil end}, function(t) return #t end)
try({__len = function() return 1, 2 end}, function(t) return #t end)
for k, v in pairs(setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return 1, "one" end end,
  t, nil end})) do
  print(k, v)
end
print(pcall(pairs, setmetatable({}, {__pairs = function() return 1, 2, 3, 4 end})))
print(select("#", pairs(setmetatable({}, {__pairs = function() end}))))
print(pcall(pairs, setmetatable({}, {__pairs = 5})))
print(pcall(pairs, nil))
print(pcall(ipairs, nil))
print(pcall(next, {}, "missing"))
print(pcall(next, nil))
print(next({}), next({5}))
print(type(next), select("#", next({})))
print(tostring(nil), tostring(true), tostring(-0.0), tostring("x"), pcall(tostring))
print(#tostring(print) > 9, tostring(print):match("^builtin: ") or tostring(print):match("^function: "))
print(string.format("%s|%10s", setmetatable({}, {__tostring = function() return "obj" end}), setmetatable({},
  {__tostring = function() return "obj" end})))
print(pcall(string.format, "%d", setmetatable({}, {__tostring = function() return "5" end})))
print(#setmetatable({1, 2}, {__index = {1, 2, 3}}))
