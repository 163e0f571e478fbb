-- debug.getinfo(level, "f") tells closures of the same function apart, for library functions and inside coroutines too.

local function maker(x)
  return function() return debug.getinfo(1, "f").func, x end
end
local first, second, third = maker(1), maker(1), maker(2)
print(first() == first, second() == second, third() == third)

local main = debug.getinfo(1, "f").func
print(type(main), debug.getinfo(main, "S").what, debug.getinfo(main, "S").linedefined)

print(pcall(function() return debug.getinfo(2, "f").func == pcall end))
string.gsub("x", "x", function() print(debug.getinfo(2, "f").func == string.gsub) end)
table.sort({ 1, 2 }, function(a, b)
  print(debug.getinfo(2, "f").func == table.sort)
  return a < b
end)

local described = setmetatable({}, {
  __index = function() return debug.getinfo(1, "f").func end,
  __tostring = function() return tostring(debug.getinfo(2, "f").func == tostring) end,
})
print(described.x == getmetatable(described).__index, tostring(described))

local routine = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function() end })
  coroutine.yield(1)
  error("stop")
end)
coroutine.resume(routine)
print(debug.getinfo(routine, 0, "f").func == coroutine.yield, debug.getinfo(routine, 1, "S").linedefined)
local body = debug.getinfo(routine, 1, "f").func
print(coroutine.resume(routine))
print(debug.getinfo(routine, 1, "f").func == body)

-- A recursive function finds each of its activations, and the caller of the outermost.
local function depth(n)
  if n > 0 then return (depth(n - 1)) end
  local count = 0
  for level = 1, math.huge do
    local info = debug.getinfo(level, "f")
    if not info then return count, level end
    if info.func == depth then count = count + 1 end
  end
end
print(depth(5))
