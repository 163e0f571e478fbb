-- Shows in which order variables are closed and what is returned, broken out of, jumped over and thrown.
local log = {}
local function new(name, result)
  return setmetatable({}, {__close = function(_, e) log[#log + 1] = name .. ":" .. tostring(e)
    if result then error(result, 0) end end})
end
local function show(...) print(table.concat(log, " "), ...) log = {} end
show((function() local a <close> = new("a") local b <close> = new("b") return "r", #log end)())
for i = 1, 3 do local x <close> = new("x" .. i) if i == 2 then break end end
show()
for i = 1, 3 do
  local x <close> = new("x" .. i)
  if i % 2 == 1 then goto continue end
  log[#log + 1] = "even"
  ::continue::
end
show()
do local x <close> = nil local y <close> = false local z <const> = 5 show(x, y, z) end
show(pcall(function() local a <close> = new("a") local b <close> = new("b", "from b") error("body", 0) end))
show(pcall(function() local a <close> = new("a", "from a") local b <close> = new("b", "from b") return 1 end))
show(pcall(function() local a <close> = 5 end))
show(pcall(function() local a <close> = new("a") local b <close> = {} end))
show(pcall(function() local a <close> = new("a") do local b <close> = new("b") error("inner", 0) end end))
local function iterate()
  local closed = new("iterator")
  return function(_, c) c = (c or 0) + 1 if c < 4 then return c end end, nil, nil, closed
end
for i in iterate() do log[#log + 1] = i end
show()
for i in iterate() do if i == 2 then break end end
show()
show(pcall(function() for i in iterate() do error("in loop", 0) end end))
local function early() for i in iterate() do return i, "early" end end
show(early())
local function tail() local a <close> = new("a") return show("not a tail call") end
tail()
show()
repeat local x <close> = new("x") local done = true until done
show()
while true do local x <close> = new("w") break end
show()
do ::again:: local x <close> = new("again") if #log < 3 then goto again end end
show()
local co = coroutine.wrap(function() local a <close> = new("co") coroutine.yield(1) return 2 end)
show(co())
show(co())
show(pcall(function() for _ in pairs({}), nil, nil, 5 do end end))
show(pcall(function() for _ in next, {}, nil, 5 do end end))
show(pcall(load, "local a <close>, b <close> = 1, 2"))
local mt = {__close = function() log[#log + 1] = "changed" end}
local v = setmetatable({}, mt)
show(pcall(function() local x <close> = v mt.__close = nil end))
