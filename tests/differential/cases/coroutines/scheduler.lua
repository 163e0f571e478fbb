-- Shows a round-robin scheduler of tasks with different lengths.
local tasks, log = {}, {}
local function spawn(name, n)
  tasks[#tasks + 1] = {name = name, co = coroutine.create(function() for i = 1, n do log[#log + 1] = name .. i; coroutine.yield() end return name .. " done" end)}
end
spawn("A", 3) spawn("B", 1) spawn("C", 2)
while #tasks > 0 do
  for i = #tasks, 1, -1 do
    local t = tasks[i]
    local ok, r = coroutine.resume(t.co)
    if coroutine.status(t.co) == "dead" then log[#log + 1] = r; table.remove(tasks, i) end
  end
end
print(table.concat(log, ", "))
