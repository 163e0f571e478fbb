-- Shows __call in all places of calls, nested, on non-functions, with methods and in library functions.
local show = print
local function print(...)
  local texts = table.pack(...)
  for i = 1, texts.n do
    texts[i] = tostring(texts[i]):gsub("0x%x%x%x%x%x+", "ADDRESS")
  end
  show(table.concat(texts, "\t", 1, texts.n))
end
local mt = {__call = function(self, ...) return "called", select("#", ...), ... end}
local obj = setmetatable({}, mt)
print(obj())
print(obj(1, nil))
print(obj{1} ~= nil, obj"x")
print(pcall(obj, 1))
print((obj(1)))
print(select(2, obj(1, 2)))
local outer = setmetatable({}, {__call = obj})
print(outer("a") == "called", select("#", outer("a")))
local deep = obj
for i = 1, 10 do deep = setmetatable({}, {__call = deep}) end
print(select("#", deep()))
print(pcall(setmetatable({}, {__call = 5})))
print(pcall(setmetatable({}, {__call = {}})))
local holder = {method = obj}
print(holder:method(1) == "called", select(2, holder:method(1)))
local function tail(...) return obj(...) end
print(tail(1, 2, 3))
for a, b in setmetatable({}, {__call = function(self, s, c) c = (c or 0) + 1 if c < 4 then return c, self ~= s end
  end}) do
  io.write(tostring(a), tostring(b), " ")
end
print()
print(pcall(table.sort, {3, 1, 2}, obj))
print(pcall(string.gsub, "abc", "%w", obj))
print(xpcall(obj, print, 5))
print(pcall(xpcall, error, obj))
local co = coroutine.wrap(function(...) return obj(...) end)
print(co(9))
print(pcall(coroutine.create, obj))
print(pcall(load, obj))
print(select("#", table.unpack{obj(), obj()}))
debug.setmetatable(1, {__call = function(n, x) return n + x end})
print((5)(6), pcall(function() return (5)() end))
debug.setmetatable(1, nil)
print(pcall(function() local x = 5; x() end))
print(pcall(function() obj.nothing() end))
print(pcall(function() obj:nothing() end))
print(pcall(function() ("x"):nothing() end))
print(pcall(function() (function() end)()() end))
