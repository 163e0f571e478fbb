-- Shows variables captured and assigned by several closures in branches and loops.
local log = {}
local function make(n)
  local x = n
  local inc, get
  if n > 1 then
    local y = x * 10
    inc = function() x = x + 1 y = y + x return y end
    get = function() return x, y end
  else
    inc = function() x = x - 1 return x end
    get = function() return x end
  end
  return inc, get
end
for i = 1, 3 do local inc, get = make(i) inc() inc() print(i, get()) end
local total = 0
local function each(t, f) for i = 1, #t do f(t[i], i) end end
each({1, 2, 3}, function(v, i) total = total + v * i each({v}, function(w) total = total + w log[#log + 1] = total end) end)
print(total, table.concat(log, " "))
local state = "start"
local transitions = {start = function() state = "middle" end, middle = function() state = "end" end}
while state ~= "end" do transitions[state]() log[#log + 1] = state end
print(log[#log - 1], log[#log])
