-- Texts that are loaded as they stand: operators of newer versions, values that others use.
local bxor = assert(load "return function(a, b) return a ~ b end")()
local halves = load([[
  local Half = {}
  Half.__index = Half
  function Half.new(of) return setmetatable({ of = of }, Half) end
  function Half:value() return self.of.size / 2 end
  return Half
]], "=halves")()

local Box = {}
Box.__index = Box
function Box.new(size) return setmetatable({ size = size }, Box) end
function Box:grow(by) self.size = self.size + by return self end
Box.hash = load("return function(self, salt) return self:grow(1).size ~ salt end")()
Box.fill = load("local box, name, value = ... box[name] = value return box")

local box = Box.new(5)
print(bxor(5, 3), box:hash(2), box.size)
print(halves.new(box):value(), Box.fill(box, "label", "x").label, Box.fill(box, "size", 2.5):grow(1).size)
print(pcall(bxor, {}, 1))
print(pcall(halves.new(nil).value, { of = false }))
print(load("return 1 +"))
print(pcall(load("local a = ... return a.b.c", "@chunk"), { b = false }))
print(select("#", load("return ...")(1, nil, 3)), (load("return ...")()))
counter = 0
local step = load("counter = counter + 1 return counter")
print(step(), step(), counter)
load("function helper(x) return x .. '!' end")()
print(helper("global"))
local function maker(first)
  return load("local a = ... return function(b) a = a .. b return a end")(first)
end
local one, two = maker("1"), maker("2")
print(one("a"), two("b"), one("c"))
local co = coroutine.wrap(load("local x = ... while true do x = coroutine.yield(x * 2) end"))
print(co(1), co(5))
