-- Shows finalizers at the end: order, errors in them, objects they make, and what they can still use.
local function new(name, f)
  return setmetatable({name = name}, {__gc = function(o) io.write("gc ", o.name, "\n") if f then f(o) end end})
end
a = new("a")
b = new("b", function() error("in finalizer") end)
c = new("c", function(o) o.link = new("made by c") kept = o end)
local d = new("d", function(o) print(type(a), type(string.rep), o.name) end)
e = setmetatable({}, {__gc = true})
f = setmetatable({}, {__gc = "text"})
g = setmetatable({name = "g"}, {__gc = setmetatable({}, {__call = function(_, o) io.write("called ",
  tostring(o and o.name), "\n") end})})
do local h = new("h") end
collectgarbage()
local m = {}
i = setmetatable({name = "i"}, m)
m.__gc = function() print("never: set too late") end
j = setmetatable({name = "j"}, {__gc = print and function(o) print("j", o.name) end})
setmetatable(j, getmetatable(j))
k = new("k")
setmetatable(k, nil)
local l = new("l")
l = nil
collectgarbage()
print("main ends")
