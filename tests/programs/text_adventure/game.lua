local world = require("world")
local parser = require("parser")
local Machine = require("machine")

local Game = {}
Game.__index = Game

function Game.new(output)
  local game = setmetatable({ room = "hall", carried = {}, score = 0, turns = 0, visited = {}, output = output, opened = {} }, Game)
  game.machine = Machine.new {
    initial = "playing",
    context = game,
    states = {
      playing = {
        on = {
          quit = "confirming",
          die = { { target = "over", action = function(g, why) g:say("*** " .. why .. " ***") end } },
          win = { { target = "won", guard = function(g) return g.score >= 50 end } },
        },
      },
      confirming = {
        enter = function(g) g:say("Really leave? (yes/no)") end,
        on = { yes = "over", no = { { target = "@history", action = function(g) g:say("Good.") end } } },
      },
      won = { enter = function(g) g:say("You have won.") end, always = { { target = "over", guard = function() return true end } } },
      over = { enter = function(g) g.done = true end },
    },
  }
  game.transitions = {}
  game.machine:listen(function(event, name) table.insert(game.transitions, name) end)
  game.machine:start()
  return game
end

function Game:say(text, ...)
  if select("#", ...) > 0 then text = text:format(...) end
  self.output:write(text, "\n")
end

function Game:lit()
  local lamp = world.things.lamp
  return not world.rooms[self.room].dark or lamp.state == "on" and (self:has("lamp") or self:here("lamp"))
end

local function index_of(list, item)
  for i, other in ipairs(list) do if other == item then return i end end
  return nil
end

function Game:has(name) return index_of(self.carried, name) end
function Game:here(name) return index_of(world.rooms[self.room].things, name) end

function Game:describe(again)
  local room = world.rooms[self.room]
  self:say("[%s]", room.name)
  if not self:lit() then return self:say(room.dark) end
  if again or not self.visited[room.name] then self:say(room.text) end
  self.visited[room.name] = true
  if #room.things > 0 then
    local names = {}
    for i, name in ipairs(room.things) do names[i] = tostring(world.things[name]) end
    local last = table.remove(names)
    self:say("You see %s.", #names > 0 and table.concat(names, ", ") .. " and " .. last or last)
  end
  local exits = {}
  for direction in pairs(room.exits) do exits[#exits + 1] = direction end
  table.sort(exits)
  self:say("Exits: %s.", table.concat(exits, ", "))
end

-- Commands: a table of functions; what is not there is made up from the room's exits
local commands = {}

function commands.look(self) self:describe(true) end
function commands.take(self, command)
  local name = command.object
  if not name then return self:say("Take what?") end
  if name == "all" then
    local list = table.move(world.rooms[self.room].things, 1, #world.rooms[self.room].things, 1, {})
    for _, other in ipairs(list) do commands.take(self, { object = other }) end
    return
  end
  local at = self:lit() and self:here(name)
  if not at then return self:say(self:has(name) and "You have it already." or "There is no %s here.", name) end
  local it = world.things[name]
  if not it.portable then return self:say("%s cannot be moved.", (tostring(it):gsub("^%l", string.upper))) end
  local weight = it.weight
  for _, other in ipairs(self.carried) do weight = weight + world.things[other].weight end
  if weight > 10 then return self:say("That is too heavy: %d with what you carry.", weight) end
  table.insert(self.carried, table.remove(world.rooms[self.room].things, at))
  self:say("Taken: %s.", name)
  if it.treasure then
    self.score = self.score + it.treasure
    it.treasure = nil
    self:say("(Your score is now %d.)", self.score)
  end
end
function commands.drop(self, command)
  local at = command.object and self:has(command.object)
  if not at then return self:say("You have no %s.", command.object or "such thing") end
  table.insert(world.rooms[self.room].things, table.remove(self.carried, at))
  self:say("Dropped.")
end
function commands.inventory(self)
  if #self.carried == 0 then return self:say("Your hands are empty.") end
  for i, name in ipairs(self.carried) do self:say("%2d. %-8s %3d", i, name, world.things[name].weight) end
end
function commands.examine(self, command)
  local it = world.things[command.object]
  if not it or not (self:has(it.name) or self:here(it.name)) then return self:say("You see no such thing.") end
  self:say(it.text)
  if it.states then self:say(it.states[it.state]) end
end
function commands.use(self, command)
  if command.object ~= "lamp" then return self:say("Nothing happens.") end
  if not self:has("lamp") then return self:say("You have no lamp.") end
  local lamp = world.things.lamp
  lamp.state = lamp.state == "on" and "off" or "on"
  self:say(lamp.states[lamp.state])
  if lamp.state == "on" and world.rooms[self.room].dark then self:describe() end
end
function commands.unlock(self, command)
  local room = world.rooms[self.room]
  local direction = command.object
  local needed = room.locked and room.locked[direction]
  if not needed then return self:say("There is nothing to unlock.") end
  if command.with and command.with ~= needed then return self:say("The %s does not fit.", command.with) end
  if not self:has(needed) then return self:say("You have nothing that fits.") end
  room.locked[direction] = nil
  self:say("It opens.")
end
function commands.eat(self, command)
  local it = world.things[command.object]
  if not it or not self:has(it.name) then return self:say("You have no %s.", command.object or "food") end
  if not it.edible then return self:say("You had better not.") end
  table.remove(self.carried, self:has(it.name))
  self:say("Delicious.")
end
function commands.wait(self, command)
  for _ = 1, math.min(command.count or 1, 5) do self:say("Time goes by.") end
end
function commands.score(self) self:say("%d points in %d turns.", self.score, self.turns) end
function commands.quit(self) self.machine:send("quit") end
function commands.crash() local nothing; return nothing.field end
function commands.help(self)
  local names = {}
  for name in pairs(commands) do if name ~= "crash" then names[#names + 1] = name end end
  table.sort(names)
  self:say("Commands: %s.", table.concat(names, ", "))
end

setmetatable(commands, {
  __index = function(_, verb)
    return function(self)
      local room = world.rooms[self.room]
      local target = room.exits[verb]
      if not target then
        if ("north south east west up down"):find(verb, 1, true) then return self:say("You cannot go %s.", verb) end
        return self:say("I do not know how to %s.", verb)
      end
      if room.locked and room.locked[verb] then return self:say("The door is locked.") end
      if room.dark and not self:lit() and verb ~= "up" then
        self.stumbles = (self.stumbles or 0) + 1
        if self.stumbles >= 3 then return self.machine:send("die", "You break your neck") end
        return self:say("You stumble in the dark.")
      end
      self.room = target
      self:describe()
    end
  end,
})

function Game:play(line)
  self.turns = self.turns + 1
  local command, problem = parser.parse(line)
  if not command then return self:say(problem) end
  if self.machine.current.name == "confirming" then
    local state, why = self.machine:send(command.verb)
    if not state then self:say("Answer yes or no; %s.", why) end
    return
  end
  local ok, trouble = xpcall(commands[command.verb], function(message)
    return (message:gsub("^%./", ""))
  end, self, command)
  if not ok then self:say("(internal error: %s)", trouble) end
  local state = self.machine:send("win")
  if state then self:say("State: %s", state) end
end

return Game
