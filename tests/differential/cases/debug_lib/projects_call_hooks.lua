-- Call and return hooks: the first event is the return from sethook, tail calls have no return of their own, and a
-- function that an error leaves does not return.

local function trace(body)
  local events = {}
  debug.sethook(function(event)
    local info = debug.getinfo(2, "nSt")
    events[#events + 1] = event .. " " .. tostring(info.name) .. " " .. info.what .. (info.istailcall and " tail" or "")
  end, "cr")
  body()
  debug.sethook()
  for index, event in ipairs(events) do print(index, event) end
end

local function leaf() end
local function middle() return leaf() end
local function outer() middle() end

trace(outer)
trace(function()
  string.rep("x", 2)
  pcall(error)
  pcall(function() error("stop") end)
  pcall(string.rep)
end)

-- Another hook takes over inside the first one's events.
local names = {}
debug.sethook(function(event) names[#names + 1] = "first " .. event end, "cr")
leaf()
debug.sethook(function(event) names[#names + 1] = "second " .. event end, "r")
leaf()
debug.sethook()
print(table.concat(names, ", "))
