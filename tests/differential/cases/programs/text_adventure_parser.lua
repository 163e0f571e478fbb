-- Shows a command parser with tables of functions and patterns.
local state = {room = "hall", items = {lamp = "hall", key = "cellar"}, bag = {}, score = 0}
local rooms = {hall = {north = "library", down = "cellar"}, library = {south = "hall"}, cellar = {up = "hall"}}
local commands = {}
commands["go (%a+)"] = function(d)
  local to = rooms[state.room][d]
  if not to then return "no way " .. d end
  state.room = to
  return "you are in the " .. to
end
commands["take (%a+)"] = function(i)
  if state.items[i] ~= state.room then return "no " .. i .. " here" end
  state.items[i] = nil
  state.bag[#state.bag + 1] = i
  state.score = state.score + 10
  return "taken"
end
commands["^inv"] = function() return #state.bag == 0 and "empty" or table.concat(state.bag, ", ") end
commands["say '(.-)' to (%a+)"] = function(w, p) return p .. " hears: " .. w end
local order = {}
for k in pairs(commands) do order[#order + 1] = k end
table.sort(order)
local function run(line)
  for _, p in ipairs(order) do
    local caps = table.pack(line:match(p))
    if caps[1] then return commands[p](table.unpack(caps, 1, caps.n)) end
  end
  return "what?"
end
for line in ("take lamp\ninventory\ngo west\ngo down\ntake key\ninv\nsay 'hello there' to cat\ndance\ngo up"):gmatch "[^\n]+" do
  print(line, "=>", run(line))
end
print(state.score, state.room)
