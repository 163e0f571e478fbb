local Loop = require("loop")

local function log(loop)
  return function(...)
    local out = { ("%6.1f"):format(loop.now) }
    for i = 1, select("#", ...) do out[#out + 1] = tostring((select(i, ...))) end
    print(table.concat(out, "  "))
  end
end

local function section(name, f)
  print("-- " .. name)
  local loop = Loop.new()
  f(loop, log(loop))
  local left = loop:run()
  print(("   ended at %g, %d left, %d switches"):format(loop.now, left, loop.switches))
  for _, problem in ipairs(loop.errors) do print("   ! " .. problem) end
end

section("timers", function(loop, say)
  loop:after(3, function() say("three") end)
  loop:after(1, function() say("one") end)
  loop:after(1, function() say("one again") end)
  local never = loop:after(2, function() say("never") end)
  never:cancel()
  loop:after(0, function() loop:after(0.5, function() say("half") end) say("zero") end)
  local ticks = loop:every(0.75, function(n) say("tick", n) return n < 4 end)
  loop:after(10, function() say("ticks", ticks.count) end)
end)

section("tasks", function(loop, say)
  for i = 1, 3 do
    loop:spawn("worker" .. i, function(name, step)
      for k = 1, 3 do
        loop:sleep(step)
        say(name, k)
      end
      return name, step
    end, "w" .. i, 4 - i)
  end
end)

section("pass", function(loop, say)
  local order = {}
  for i = 1, 3 do
    loop:spawn(function()
      for k = 1, 3 do
        order[#order + 1] = i .. ":" .. k
        loop:pass()
      end
    end)
  end
  loop:after(0, function() say(table.concat(order, " ")) end)
end)

section("join", function(loop, say)
  local child = loop:spawn("child", function()
    loop:sleep(2)
    return "a", nil, "c", nil
  end)
  local failing = loop:spawn("failing", function()
    loop:sleep(1)
    error({ code = 5 })
  end)
  local text = loop:spawn("text", function() local x = nil; return x.field end)
  loop:spawn("parent", function()
    say("child gave", select("#", child:join()), child:join())
    local ok, problem = pcall(failing.join, failing)
    say("failing gave", ok, type(problem), problem.code)
    say("text gave", pcall(text.join, text))
    say(tostring(child), failing, text)
    error("parent's own")
  end)
end)

section("gather", function(loop, say)
  loop:spawn("main", function()
    local tasks = {}
    for i = 1, 5 do
      tasks[i] = loop:spawn("square" .. i, function() loop:sleep(6 - i) return i * i end)
    end
    say(table.concat(loop:gather(tasks), ","))
  end)
end)

section("cancel", function(loop, say)
  local sleeper = loop:spawn("sleeper", function()
    local guard <close> = setmetatable({}, { __close = function(_, problem) say("closed", problem) end })
    loop:sleep(100)
    say("not reached")
  end)
  local unbegun = loop:spawn("unbegun", function() say("not reached") end)
  local bad = loop:spawn("bad", function()
    local guard <close> = setmetatable({}, { __close = function() error("while closing", 0) end })
    loop:sleep(100)
  end)
  unbegun:cancel()
  loop:spawn("canceller", function()
    loop:sleep(1)
    say(sleeper:cancel(), sleeper:cancel(), sleeper)
    say(bad:cancel(), bad)
    local ok, problem = pcall(sleeper.join, sleeper)
    say(ok, problem == Loop.Cancelled, problem)
    say(pcall(bad.join, bad))
    Loop.current():cancel()
    say("not reached")
  end)
end)

section("timeout", function(loop, say)
  loop:spawn("main", function()
    say(loop:timeout(5, function() loop:sleep(1) return "quick", 1 end))
    say(loop:timeout(5, function()
      local _ <close> = setmetatable({}, { __close = function() say("cleaned") end })
      loop:sleep(10)
      return "slow"
    end))
    say(pcall(loop.timeout, loop, 5, function() loop:sleep(1) error("inside", 0) end))
    say("nested", loop:timeout(3, function()
      return loop:timeout(10, function() loop:sleep(5) return "x" end)
    end))
  end)
end)

section("channels", function(loop, say)
  local numbers, squares = loop:channel(), loop:channel(2)
  loop:spawn("producer", function()
    for i = 1, 6 do numbers:send(i) end
    numbers:close()
  end)
  for k = 1, 2 do
    loop:spawn("squarer" .. k, function()
      for n in numbers do
        loop:sleep(k)
        squares:send(k .. ":" .. n * n)
      end
      say("squarer", k, "ends")
      if k == 2 then squares:close() end
    end)
  end
  loop:spawn("consumer", function()
    while true do
      local value, open = squares:receive()
      if not open then break end
      say("got", value, #squares)
      loop:sleep(0.5)
    end
    say("consumer ends", pcall(squares.send, squares, 1))
  end)
end)

section("select", function(loop, say)
  local fast, slow, quit = loop:channel(), loop:channel(), loop:channel(1)
  loop:spawn(function() for i = 1, 4 do loop:sleep(1) fast:send("f" .. i) end end)
  loop:spawn(function() for i = 1, 2 do loop:sleep(1.5) slow:send("s" .. i) end end)
  loop:spawn(function() loop:sleep(5) quit:send(true) end)
  loop:spawn(function()
    repeat
      local index, value = loop:select { fast, slow, quit }
      say(index, value)
    until index == 3
  end)
end)

section("semaphore", function(loop, say)
  local acquire = loop:semaphore(2)
  local inside, most = 0, 0
  for i = 1, 5 do
    loop:spawn("s" .. i, function()
      local _ <close> = acquire()
      inside = inside + 1
      most = math.max(most, inside)
      loop:sleep(i)
      inside = inside - 1
      say("task", i, "done")
      if i == 3 then error("three fails") end
    end)
  end
  loop:after(50, function() say("most", most, "inside", inside) end)
end)

section("deadlock", function(loop, say)
  local c = loop:channel()
  loop:spawn("receiver", function() say("waiting") c:receive() say("never") end)
  local self_join
  self_join = loop:spawn("self", function() self_join:join() end)
end)

section("across metamethods", function(loop, say)
  local lazy = setmetatable({}, {
    __index = function(_, key) loop:sleep(1) return key .. "!" end,
    __add = function(a, b) loop:sleep(2) return 42 end,
    __concat = function() loop:pass() return "joined" end,
    __lt = function() loop:sleep(1) return true end,
    __eq = function() loop:sleep(1) return false end,
    __len = function() loop:sleep(1) return 7 end,
    __call = function(_, ...) loop:sleep(1) return select("#", ...) end,
    __pairs = function(t) return function(_, k) loop:sleep(1) k = (k or 0) + 1 if k < 4 then return k, k * k end end, t, nil end,
  })
  loop:spawn("m", function()
    say(lazy.name, lazy + 1, lazy .. "x", lazy < lazy, lazy == setmetatable({}, getmetatable(lazy)), #lazy, lazy(1, nil, nil))
    local sum = 0
    for _, v in pairs(lazy) do sum = sum + v end
    say("sum", sum)
  end)
  loop:spawn("c", function()
    say("pcall", pcall(function() loop:sleep(3) return "slept" end))
    say("xpcall", xpcall(function() loop:sleep(3) error("after sleep", 0) end, function(m) return "handled " .. m end))
    local inner = coroutine.wrap(function() coroutine.yield("inner") return "end" end)
    say(inner(), inner(), pcall(inner))
  end)
end)

section("outside", function(loop, say)
  print(pcall(loop.sleep, loop, 1))
  print(pcall(function() loop:channel():send(1) end))
  print(select("#", Loop.current()))
  local main, is_main = coroutine.running()
  print(type(main), is_main, coroutine.isyieldable())
  loop:spawn(function() say(select(2, coroutine.running()), coroutine.isyieldable(), coroutine.status(coroutine.running())) end)
end)

-- A pipeline with many tasks
local loop = Loop.new()
local source = loop:channel(3)
local total, finished = 0, 0
loop:spawn("source", function()
  for i = 1, 60 do source:send(i) end
  source:close()
end)
for worker = 1, 4 do
  loop:spawn(function()
    for item in source do
      loop:sleep((item * 7 + worker) % 5)
      total = total + item * worker
    end
    finished = finished + 1
  end)
end
print("left", loop:run(8), "at", loop.now, "total", total, "finished", finished)
print("left", loop:run(), "at", loop.now, "total", total, "finished", finished)

-- The last failure is this program's own
local chain = coroutine.wrap(function()
  local inner = coroutine.wrap(function() error("deep inside") end)
  inner()
end)
chain()
