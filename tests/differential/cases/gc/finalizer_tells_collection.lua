-- Shows that weak tables have lost their entries when a finalizer tells that a collection has happened.
local function wait()
  local finished = false
  local object = setmetatable({}, {__gc = function() finished = true end})
  repeat object = {} until finished
end
local weak = setmetatable({}, {__mode = "k"})
for i = 1, 10 do weak[{}] = i end
wait()
print(next(weak))
local chain, last = setmetatable({}, {__mode = "k"})
local function lengthen() local key = {} chain[key] = {previous = {last}} last = key end
for i = 1, 100 do lengthen() end
wait()
local count = 0
while last do last = chain[last].previous[1] count = count + 1 end
print(count)
wait()
local values = setmetatable({}, {__mode = "v"})
for i = 1, 10 do values[i] = {} end
values.kept = weak
wait()
print(#values, values.kept == weak)
print(collectgarbage("isrunning"))
