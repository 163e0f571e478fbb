-- Shows yields in comparison functions of table.sort and in what string.gsub asks for replacements.
local function all()
  local sorting = coroutine.wrap(function()
    local list = {5, 2, 8, 1, 9, 3}
    table.sort(list, function(a, b) coroutine.yield(a .. "<" .. b) return a < b end)
    return table.concat(list, " ")
  end)
  local asked, answer = 0
  repeat asked, answer = asked + 1, sorting() until not answer:find("<")
  print("sorted", answer, asked > 5)

  local replacing = coroutine.wrap(function() return ("a b c"):gsub("%a", function(x) return coroutine.yield(x) end) end)
  print(replacing()) print(replacing("1")) print(replacing(nil)) print(replacing("3"))
  local looking_up = coroutine.wrap(function()
    return (("a b"):gsub("%a", setmetatable({}, {__index = function(_, k) return coroutine.yield(k) end})))
  end)
  print(looking_up()) print(looking_up("X")) print(looking_up("Y"))

  -- Protected calls around and inside, and errors after a yield
  local guarded = coroutine.wrap(function()
    return pcall(table.sort, {3, 2, 1}, function()
      local _, message = pcall(function() coroutine.yield("inside") error("first", 0) end)
      coroutine.yield(message)
      error("second", 0)
    end)
  end)
  print(guarded()) print(guarded()) print(guarded())

  -- Generators inside of a callback, and a sort inside of a sort
  local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
  local expanding = coroutine.wrap(function()
    return (("123"):gsub("%d", function(digit)
      local sum = {}
      for i in range(tonumber(digit)) do sum[#sum + 1] = i coroutine.yield(digit, i) end
      return table.concat(sum, "+") .. ";"
    end))
  end)
  for _ = 1, 7 do print(expanding()) end
  local nested = coroutine.wrap(function()
    local outer = {2, 1, 3}
    table.sort(outer, function(a, b)
      local inner = {b, a}
      table.sort(inner, function(c, d) coroutine.yield("inner") return c < d end)
      return a < b
    end)
    return table.concat(outer)
  end)
  local steps = 0
  repeat steps, answer = steps + 1, nested() until answer ~= "inner"
  print(answer, steps)

  -- Closing a coroutine that waits in a callback
  local log = {}
  local closed = coroutine.create(function()
    local outer <close> = setmetatable({}, {__close = function() log[#log + 1] = "outer" end})
    table.sort({3, 2, 1}, function()
      local inner <close> = setmetatable({}, {__close = function(_, e) log[#log + 1] = "inner " .. tostring(e) end})
      coroutine.yield("waits")
    end)
  end)
  print(coroutine.resume(closed)) print(coroutine.close(closed)) print(table.concat(log, ", "), coroutine.status(closed))
  local failing = coroutine.create(function()
    return ("x"):gsub(".", function()
      local x <close> = setmetatable({}, {__close = function() error("from close", 0) end})
      coroutine.yield(1)
    end)
  end)
  print(coroutine.resume(failing)) print(coroutine.close(failing)) print(coroutine.status(failing))

  -- Coroutines that nobody resumes any more are collected
  local abandoned = setmetatable({}, {__mode = "k"})
  local function abandon(body)
    local co = coroutine.create(body)
    coroutine.resume(co)
    abandoned[co] = true
  end
  for _ = 1, 20 do
    abandon(function() table.sort({3, 2, 1}, function() coroutine.yield() end) end)
    abandon(function() return (("x"):gsub(".", function() coroutine.yield() end)) end)
  end
  collectgarbage() collectgarbage()
  print("left", next(abandoned))

  -- Pieces of a chunk, and texts of objects
  local loading = coroutine.wrap(function() return load(function() return coroutine.yield("piece") end)() end)
  print(loading(), loading("return "), loading("42"), loading(nil))
  local showing = coroutine.wrap(function()
    return tostring(setmetatable({}, {__tostring = function() return coroutine.yield("asks") end}))
  end)
  print(showing(), showing("text"))
end
print(pcall(all))
