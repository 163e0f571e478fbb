-- Shows coroutines with methods, self and varargs.
local Stream = {} Stream.__index = Stream
function Stream.new(...) return setmetatable({items = {...}}, Stream) end
function Stream:each()
  return coroutine.wrap(function() for i, v in ipairs(self.items) do coroutine.yield(v, i) end end)
end
function Stream:map(f) local r = Stream.new() for v in self:each() do r.items[#r.items + 1] = f(v) end return r end
function Stream:zip(o)
  local a, b = self:each(), o:each()
  return function() local x, y = a(), b() if x and y then return x, y end end
end
local s = Stream.new(1, 2, 3)
for v, i in s:map(function(x) return x * x end):each() do io.write(v, "@", i, " ") end print()
for x, y in s:zip(Stream.new("a", "b")) do io.write(x, y, " ") end print()
