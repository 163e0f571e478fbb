local Game = require("game")
local Machine = require("machine")

io.stdout:setvbuf("line")
local name = io.read("l")
local wanted, ratio = io.read("n", "n")
print("player", name, wanted, math.type(wanted), ratio, math.type(ratio))
print("rest of line", ("%q"):format(io.read("L")))
print("three characters", io.read(3), io.read(0) == "", io.read("L") == "\n")

local game = Game.new(io.stdout)
game:describe()
for line in io.lines() do
  if line == "--" then break end
  print("> " .. line)
  game:play(line)
  if game.done then break end
end
print("states", table.concat(game.transitions, " "))
print("carried", table.concat(game.carried, " "), "turns", game.turns, "score", game.score)

-- A second player, who does not read from the standard input
local collected = {}
package.loaded.world, package.loaded.game = nil, nil
local second = require("game").new({ write = function(_, ...) collected[#collected + 1] = table.concat({ ... }) end })
for line in ([[
down
east
w
east
south
take apple
look
]]):gmatch("[^\n]+") do
  second:play(line)
  if second.done then break end
end
io.write("second: ", table.concat(collected):gsub("\n", " / ") .. "\n")
print(second.done, second.turns, second.machine.current, second ~= game, getmetatable(second) ~= getmetatable(game))

-- What is left of the input
print("left", io.read("n"), io.read("l"), io.read("n"))
print(("%q"):format(io.read("a")), io.read("a"), io.read("l"), io.read(0), io.read("n"))
print(pcall(io.read, "x"))
print(pcall(io.read, "*l"))
print(pcall(io.lines, "absent.txt"))
print(io.open("absent.txt"))

-- Mistakes in definitions
print(pcall(Machine.new, { states = {}, initial = "a" }))
print(pcall(Machine.new, { states = { a = { on = { go = "b" } } }, initial = "a" }))
print(pcall(Machine.new, { states = {} }))
local light = Machine.new {
  initial = "red",
  context = { count = 0 },
  states = {
    red = { on = { tick = "green" }, leave = function(c, to) c.last = "red>" .. to end },
    green = { on = { tick = { { target = "amber", guard = function(c) return c.count > 1 end }, { action = function(c) c.count = c.count + 1 end } } } },
    amber = { on = { tick = "red", back = "@history" } },
  },
}
local seen = {}
light:listen(function(_, state) seen[#seen + 1] = state end)
light:start()
for _, event in ipairs { "tick", "tick", "tick", "tick", "back", "tick", "tick", "boom" } do
  local state, why = light:send(event)
  print(event, state, why, light.context.count)
end
print(table.concat(seen, " "), light.context.last, light.current, light:can("tick"), light:can("boom"))
error(setmetatable({}, { __tostring = function() return "the end: " .. game.score .. " points" end }))
